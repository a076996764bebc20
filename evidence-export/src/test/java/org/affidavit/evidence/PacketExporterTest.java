package org.affidavit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.affidavit.evidence.PacketExporter.Stage;
import org.affidavit.evidence.pdf.PacketReading;
import org.affidavit.sessionlog.Erasure;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.vault.Recipients;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PacketExporterTest {
    @TempDir private Path folder;
    private final PacketExporter exporter = new PacketExporter();
    private SampleLogs.Sample sample;
    private Path target;

    @BeforeEach
    void writeLog() throws IOException {
        sample = SampleLogs.write(folder);
        target = Files.createDirectory(folder.resolve("out")).resolve("packet.pdf");
    }

    @Test
    void writesAPacketThatStandsItsCheck() throws IOException {
        Packet packet = export(request());
        assertThat(packet.pages()).isGreaterThan(8);
        assertThat(packet.bytes()).isEqualTo(Files.size(target));
        assertThat(files(target.getParent())).containsExactly("packet.pdf");
        PacketCheck check = exporter.check(target);
        // For people to look at.
        Files.copy(
                target,
                Path.of("target", "sample-packet.pdf"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(check.intact()).as(String.join("\n", check.findings())).isTrue();
        assertThat(check.findings()).anyMatch(finding -> finding.contains("is signed by key"));
    }

    @Test
    void printsWhatHappenedAndNothingThatWasMasked() throws IOException {
        String text = text(export(request()).file());
        assertThat(text)
                .contains(
                        "DROP TABLE",
                        "DELETE FROM",
                        "Mira Novak",
                        "billing-bot",
                        "[masked:email]",
                        SampleLogs.ORIGIN)
                .doesNotContainPattern("[a-z]+@[a-z]+\\.[a-z]+")
                .doesNotContainPattern("\\b(\\d{4}[ -]?){3}\\d{4}\\b");
    }

    @Test
    void saysInThePlaceOfWhatWasErasedWhoOrderedIt() throws Exception {
        try (var log =
                SessionLog.open(
                        sample.folder(),
                        LogSigner.load(folder.resolve("log.key"), SampleLogs.ORIGIN),
                        SessionLog.Options.of(
                                SampleLogs.ORIGIN, Recipients.NOBODY, Clock.systemUTC()))) {
            log.erase(
                    new Erasure(
                            sample.sessions().getFirst(),
                            Optional.empty(),
                            "dana",
                            "GDPR Art. 17",
                            "asked"));
        }
        String text = text(export(request()).file()).replaceAll("\\s+", " ");
        assertThat(text).contains("by dana: GDPR Art. 17").doesNotContain("Lindqvist");
        PacketCheck check = exporter.check(target);
        assertThat(check.intact()).as(String.join("\n", check.findings())).isTrue();
        assertThat(check.findings()).anyMatch(finding -> finding.contains("sealed or erased"));
    }

    @Test
    void saysWhoSignedADecisionAndAttachesWhatAStrangerNeedsToCheckIt() throws Exception {
        String text = text(export(request()).file()).replaceAll("\\s+", " ");
        assertThat(text)
                .contains(
                        "checked: made by Mira Novak with device key EbvCc1BH… enrolled at record"
                                + " 3");
        JsonNode facts =
                new JsonMapper()
                        .readTree(
                                Files.readAllBytes(
                                        PacketReading.attachments(target, folder, Long.MAX_VALUE)
                                                .get("facts.json")));
        JsonNode approval = facts.at("/approvals/0");
        JsonNode signature = approval.at("/decision/signature");
        ConsentDecision signed =
                DeviceKey.verify(
                        signature.path("jws").asString(), signature.path("jwk").asString());
        assertThat(signed.digest()).isEqualTo(approval.path("digest").asString());
        byte[] consent = signature.path("consent").asString().getBytes(StandardCharsets.UTF_8);
        assertThat(HexFormat.of().formatHex(TreeHash.sha256().digest(consent)))
                .isEqualTo(signed.digest());
    }

    @Test
    void attachesTheExactBytesOfEveryRecordOfTheChosenSessions() throws IOException {
        SessionId chosen = sample.sessions().getFirst();
        export(request(List.of(chosen)));
        var leaves = new ArrayList<String>();
        try (var log = SessionLogReader.open(sample.folder())) {
            log.forEach(
                    0,
                    record -> {
                        if (record.event() instanceof SessionEvent event
                                && event.session().equals(chosen)) {
                            leaves.add(new String(record.leaf(), StandardCharsets.UTF_8));
                        }
                        return true;
                    });
        }
        var attached = PacketReading.attachments(target, folder, Long.MAX_VALUE);
        assertThat(attached)
                .containsOnlyKeys(
                        "manifest.json",
                        "facts.json",
                        "statements.jsonl",
                        "checkpoint.note",
                        "check-units.txt",
                        "log.vkey",
                        "proofs.jsonl",
                        "enrolments.jsonl",
                        "session-" + chosen.value() + ".jsonl",
                        "payloads-" + chosen.value() + ".bin");
        assertThat(attached.get("session-" + chosen.value() + ".jsonl"))
                .hasContent(String.join("\n", leaves));
    }

    @Test
    void packsASessionWithoutACommand() throws IOException {
        LogSigner signer = LogSigner.create(folder.resolve("quiet.key"), SampleLogs.ORIGIN);
        var clock = Clock.fixed(SampleLogs.START, ZoneOffset.UTC);
        var options =
                new SessionLog.Options(
                        SampleLogs.ORIGIN,
                        SampleReaders.recipients(),
                        clock,
                        Duration.ofSeconds(1),
                        6_000);
        SessionId id = sample.sessions().getFirst();
        Path quiet = folder.resolve("quiet");
        try (var log = SessionLog.open(quiet, signer, options)) {
            log.append(SampleEvents.opened(id), Payload.NONE).join();
            log.append(SampleEvents.closed(id), Payload.NONE).join();
        }
        sample = new SampleLogs.Sample(quiet, signer.verifierKey(), List.of(id));
        export(request());
        assertThat(exporter.check(target).intact()).isTrue();
    }

    @Test
    void makesTheSameBytesOfTheSameRequest() throws IOException {
        export(request());
        byte[] first = Files.readAllBytes(target);
        export(request());
        assertThat(target).hasBinaryContent(first);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void leavesNoFileWhenCancelled(Stage stage) throws IOException {
        assertThatThrownBy(() -> exporter.export(request(), target, (at, _) -> at != stage))
                .isInstanceOf(CancellationException.class);
        assertThat(files(target.getParent())).isEmpty();
    }

    @Test
    void keepsAnOlderPacketWhenTheNewOneFails() throws IOException {
        Files.writeString(target, "older");
        var unknown = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1Z");
        assertThatThrownBy(() -> export(request(List.of(unknown))))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining(unknown.value());
        assertThat(target).hasContent("older");
        assertThat(files(target.getParent())).containsExactly("packet.pdf");
    }

    @Test
    void refusesALogThatDoesNotVerify() throws IOException {
        Path segment;
        try (var all = Files.walk(sample.folder())) {
            segment =
                    all.filter(path -> path.toString().contains("segments/"))
                            .filter(Files::isRegularFile)
                            .sorted()
                            .findFirst()
                            .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 1;
        Files.write(segment, bytes);
        assertThatThrownBy(() -> export(request())).isInstanceOf(IOException.class);
        assertThat(files(target.getParent())).isEmpty();
    }

    /// Somebody writes the folder between one look at it and the next.
    @Test
    void neverShowsARecordThatIsNotUnderTheRoot() throws IOException {
        Path segment = segmentWith("\"rows\":\"10\"");
        byte[] genuine = Files.readAllBytes(segment);
        byte[] forged = ForgedSegment.with(genuine, "\"rows\":\"10\"", "\"rows\":\"99\"");
        var looks = new AtomicInteger();
        var _ =
                exporter.export(
                        request(),
                        target,
                        (stage, _) -> {
                            if (stage == Stage.COLLECT) {
                                boolean first = looks.getAndIncrement() == 0;
                                write(segment, first ? forged : genuine);
                            }
                            return true;
                        });
        assertThat(text(target)).contains("10 rows").doesNotContain("99 rows");
    }

    /// A segment that is not the first, so that it is read later than the first record.
    private Path segmentWith(String word) throws IOException {
        try (var all = Files.list(sample.folder().resolve("segments"))) {
            for (Path file : all.sorted().skip(1).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(word)) {
                    return file;
                }
            }
        }
        throw new AssertionError("No later segment holds " + word);
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesALogSignedByAnUnknownKey() {
        var stranger =
                VerifierKey.parse(
                        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        var request =
                new PacketRequest(
                        sample.folder(),
                        List.of(stranger),
                        SampleReaders.keys(),
                        sample.sessions(),
                        "t",
                        "o",
                        "p",
                        SampleLogs.START,
                        "all");
        assertThatThrownBy(() -> export(request))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("not among the trusted keys");
    }

    @Test
    void noticesOneFlippedByteInEveryPartOfTheFile() throws IOException {
        export(request());
        byte[] whole = Files.readAllBytes(target);
        for (int at = 0; at < whole.length; at += whole.length / 40) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(target, flipped);
            assertThat(exporter.check(target).intact()).as("byte %d", at).isFalse();
        }
    }

    @Test
    void noticesBytesAfterTheEnd() throws IOException {
        export(request());
        Files.write(target, new byte[] {'\n'}, StandardOpenOption.APPEND);
        assertThat(exporter.check(target).intact()).isFalse();
    }

    @Test
    void saysThatAnyOtherFileIsNoPacket() throws IOException {
        Files.writeString(target, "no PDF");
        assertThatThrownBy(() -> exporter.check(target)).isInstanceOf(NotAPacket.class);
        try (var letter = new PDDocument()) {
            letter.addPage(new PDPage());
            letter.save(target.toString());
        }
        assertThatThrownBy(() -> exporter.check(target)).isInstanceOf(NotAPacket.class);
    }

    @Test
    void takesAPacketCutShortForADamagedOne() throws IOException {
        export(request());
        byte[] whole = Files.readAllBytes(target);
        Files.write(target, Arrays.copyOf(whole, 2000));
        assertThat(exporter.check(target).intact()).isFalse();
    }

    @Test
    void givesAVerdictOnAPacketThatUnpacksToMoreThanTheMemory() throws Exception {
        OversizedPacket.write(target, sample, 400 << 20);
        Process child =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-Xmx96m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OversizedPacket.class.getName(),
                                target.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as(said).isEqualTo(OversizedPacket.NOT_INTACT);
        assertThat(said).contains("holds a line that is longer than any record");
    }

    /// Needs poppler-utils, jq, openssl and python3.
    @Test
    void printsCommandsThatWorkAsPrinted() throws Exception {
        for (String tool : List.of("pdfdetach", "jq", "openssl", "bash", "sha256sum", "python3")) {
            assumeThat(present(tool)).as("SKIPPED: %s is not installed", tool).isTrue();
        }
        export(request());
        String said = bash("set -eu\n" + String.join("\n", CommandsOfPacket.shell(target)));
        assertThat(said)
                .contains(
                        "manifest.json", "checkpoint.note: OK", "Signature Verified Successfully");
        assertThat(said.lines().filter(line -> line.matches("[0-9a-f]{64}( .*)?")).toList())
                .hasSize(6);
        List<String> hashes =
                said.lines()
                        .filter(line -> line.matches("[0-9a-f]{64}( .*)?"))
                        .map(line -> line.substring(0, 64))
                        .toList();
        assertThat(hashes.get(2)).isEqualTo(hashes.get(3));
        assertThat(hashes.get(4)).isEqualTo(hashes.get(5));
    }

    /// Needs qpdf.
    @Test
    void standsTheCheckOfQpdf() throws Exception {
        assumeThat(present("qpdf")).as("SKIPPED: qpdf is not installed").isTrue();
        export(request());
        assertThat(bash("qpdf --check " + target)).contains("No syntax or stream encoding errors");
    }

    private static boolean present(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
    }

    private String bash(String script) throws Exception {
        Process process =
                new ProcessBuilder("bash", "-c", script)
                        .directory(target.getParent().toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private PacketRequest request() {
        return request(sample.sessions());
    }

    private PacketRequest request(List<SessionId> sessions) {
        return new PacketRequest(
                sample.folder(),
                List.of(sample.verifierKey()),
                SampleReaders.keys(),
                sessions,
                "Access to customer data by agents",
                "Corp Example plc",
                "Ines Ortiz, Compliance",
                Instant.parse("2026-11-21T09:00:00Z"),
                "resource:prod-db after:2026-11-20");
    }

    private Packet export(PacketRequest request) throws IOException {
        return exporter.export(request, target, (_, _) -> true);
    }

    private static String text(Path file) throws IOException {
        try (var document = Loader.loadPDF(new RandomAccessReadBufferedFile(file))) {
            return new PDFTextStripper().getText(document);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
