package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.affidavit.sessionlog.Erasure;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.OutsideTools;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.bundle.BundleWriter;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.vault.DataKeys;
import org.affidavit.sessionlog.vault.Recipients;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that is done to a bundle here is done by somebody without a signing key.
class BundleVerifierTest {
    @TempDir Path folder;
    private Sample sample;
    private Path bundle;
    private Path zip;

    @BeforeEach
    void writeBundle() throws IOException {
        sample = SampleLogs.write(folder);
        bundle = folder.resolve("bundle");
        zip = folder.resolve("bundle.zip");
        write(bundle);
    }

    private void write(Path out) throws IOException {
        var writer = new BundleWriter(sample.folder(), List.of(sample.verifierKey()));
        assertThat(writer.write(sample.sessions().getFirst(), out)).isGreaterThan(5);
    }

    private VerificationReport verify(Path path) throws IOException {
        return BundleVerifier.verify(path, List.of(sample.verifierKey()));
    }

    private void assertBroken(Path path, Check check, String what) throws IOException {
        var report = verify(path);
        assertThat(report.verdict()).isInstanceOf(Verdict.Altered.class);
        assertThat(report.checks())
                .filteredOn(result -> result.check() == check)
                .first()
                .satisfies(result -> {
                    assertThat(result.status()).isEqualTo(Status.BROKEN);
                    assertThat(result.detail()).contains(what);
                });
    }

    private List<Path> in(String kind) throws IOException {
        try (var files = Files.list(bundle.resolve(kind))) {
            return files.sorted().toList();
        }
    }

    private void drop(int record) throws IOException {
        Path leaf = in("leaves").get(record);
        String name = leaf.getFileName().toString().substring(0, 20);
        Files.delete(leaf);
        Files.delete(bundle.resolve("proofs/" + name + ".tlog-proof"));
        Files.deleteIfExists(bundle.resolve("payloads/" + name));
    }

    @Test
    void aBundleIsIntact() throws IOException {
        var report = verify(bundle);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.sessions()).isEqualTo(1);
        assertThat(report.checks())
                .filteredOn(result -> result.status() != Status.HOLDS)
                .extracting(CheckResult::check)
                .containsExactly(Check.CONTINUITY, Check.POPULATION, Check.DECISIONS);
    }

    @Test
    void theZipIsTheSameBundleAndTheSameBytesEveryTime() throws IOException {
        write(zip);
        write(folder.resolve("again.zip"));
        assertThat(zip).hasSameBinaryContentAs(folder.resolve("again.zip"));
        assertThat(verify(zip)).isEqualTo(verify(bundle));
    }

    @Test
    void pythonAloneChecksIt() throws Exception {
        assumeTrue(python("--version") == 0, "SKIPPED: python3 is not installed");
        String script = bundle.resolve("verify.py").toString();
        assertThat(python(script, bundle.toString())).isZero();
        Files.write(in("payloads").get(1), new byte[] {1}, StandardOpenOption.APPEND);
        assertThat(python(script, bundle.toString())).isNotZero();
    }

    /// For the stranger, who could not read the session when it was recorded.
    private void handOver(Path out) throws IOException {
        var writer =
                new BundleWriter(
                        sample.folder(),
                        List.of(sample.verifierKey()),
                        Optional.of(
                                new BundleWriter.HandOver(
                                        SampleReaders.keys(),
                                        Recipients.read(List.of(stranger())))));
        writer.write(sample.sessions().getFirst(), out);
    }

    private Path stranger() throws IOException {
        return Files.writeString(
                folder.resolve("stranger.pub.jwk"),
                SampleReaders.withoutPrivatePart(SampleReaders.STRANGER));
    }

    private VerificationReport read(Path path, String reader) throws IOException {
        return BundleVerifier.verify(
                path, List.of(sample.verifierKey()), SampleReaders.keys(reader));
    }

    private static String payloads(VerificationReport report) {
        return report.checks().stream()
                .filter(result -> result.check() == Check.PAYLOADS)
                .findFirst()
                .orElseThrow()
                .detail();
    }

    @Test
    void whoCouldReadTheSessionReadsTheBundle() throws IOException {
        int count = in("payloads").size();
        var report = read(bundle, SampleReaders.AUDITOR);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(payloads(report))
                .contains(count + " opened and found to be what was recorded, 0 sealed for others");
        assertThat(payloads(read(bundle, SampleReaders.STRANGER)))
                .contains("0 opened and found to be what was recorded, " + count + " sealed");
    }

    @Test
    void theReceiverOfABundleReadsItAndSoDoesWhoCouldBefore() throws IOException {
        int count = in("payloads").size();
        handOver(zip);
        for (String reader : List.of(SampleReaders.AUDITOR, SampleReaders.STRANGER)) {
            var report = read(zip, reader);
            assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
            assertThat(payloads(report)).contains(count + " opened and found to be what");
        }
    }

    @Test
    void theReceiverIsGivenNoOtherKeyUnseen() throws IOException {
        bundle = folder.resolve("for-stranger");
        handOver(bundle);
        byte[] other = Recipients.read(List.of(stranger())).handOn(DataKeys.fresh());
        Files.write(bundle.resolve("receiver.jwe"), other);
        var report = read(bundle, SampleReaders.STRANGER);
        assertThat(report.verdict()).isInstanceOf(Verdict.Altered.class);
        assertThat(payloads(report)).contains("does not open to the units that were recorded");
        Files.writeString(bundle.resolve("receiver.jwe"), "{}");
        assertBroken(bundle, Check.FRAMING, "he receiver's key cannot be read");
    }

    @Test
    void whoCannotReadASessionCannotHandItOver() throws IOException {
        var handOver =
                new BundleWriter.HandOver(
                        SampleReaders.keys(SampleReaders.STRANGER),
                        Recipients.read(List.of(stranger())));
        var writer = new BundleWriter(sample.folder(), List.of(), Optional.of(handOver));
        assertThatThrownBy(() -> writer.write(sample.sessions().getFirst(), zip))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("sealed for sample-auditor");
        assertThat(zip).doesNotExist();
    }

    @Test
    void theSessionsKeyIsTheOneThatWasRecorded() throws IOException {
        Path key = bundle.resolve("key.jwe");
        Files.writeString(key, "\n", StandardOpenOption.APPEND);
        assertBroken(bundle, Check.PAYLOADS, "he key of record");
        Files.delete(key);
        assertBroken(bundle, Check.PAYLOADS, "he key of record");
    }

    @Test
    void aSessionThatWasErasedHasNoKeyAndNobodyIsGivenOne() throws Exception {
        erase(Optional.empty());
        bundle = folder.resolve("erased");
        write(bundle);
        assertThat(bundle.resolve("key.jwe")).doesNotExist();
        assertThat(verify(bundle).verdict()).isEqualTo(new Verdict.Intact());
        assertThatThrownBy(() -> handOver(zip)).hasMessageContaining("was erased");
        assumeTrue(python("--version") == 0, "SKIPPED: python3 is not installed");
        String script = bundle.resolve("verify.py").toString();
        assertThat(python(script, bundle.toString())).isZero();
    }

    @Test
    void toolsOfOthersOpenItForTheReceiver() throws Exception {
        OutsideTools.require("python3", "openssl", "zstd", "jose");
        bundle = folder.resolve("for-stranger");
        handOver(bundle);
        Files.writeString(folder.resolve("stranger.jwk"), SampleReaders.STRANGER);
        var open =
                List.of(
                        "sh",
                        "-euc",
                        "jose jwe dec -i for-stranger/receiver.jwe -k stranger.jwk > data.key;"
                                + " python3 for-stranger/verify.py for-stranger data.key");
        var ended = new OutsideTools(folder).run(open);
        assertThat(ended.out()).contains(in("payloads").size() + " opened");
        assertThat(ended.exit()).isZero();
        Files.write(folder.resolve("other.key"), new byte[32]);
        assertThat(python(bundle + "/verify.py", bundle.toString(), folder + "/other.key"))
                .isNotZero();
    }

    private long eraseAPayload() throws IOException {
        return erase(
                Optional.of(Long.parseLong(in("payloads").getFirst().getFileName().toString())));
    }

    private long erase(Optional<Long> record) throws IOException {
        try (var log =
                SessionLog.open(
                        sample.folder(),
                        LogSigner.load(folder.resolve("log.key"), SampleLogs.ORIGIN),
                        SessionLog.Options.of(
                                SampleLogs.ORIGIN, Recipients.NOBODY, Clock.systemUTC()))) {
            var session = sample.sessions().getFirst();
            return log.erase(new Erasure(session, record, "dana", "law", "asked")).order();
        }
    }

    @Test
    void theOrderStandsForAPayloadThatWasErased() throws Exception {
        int before = in("payloads").size();
        long order = eraseAPayload();
        bundle = folder.resolve("erased");
        write(bundle);
        assertThat(in("payloads")).hasSize(before - 1);
        var report = verify(bundle);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.checks())
                .filteredOn(result -> result.check() == Check.PAYLOADS)
                .first()
                .satisfies(result ->
                        assertThat(result.detail())
                                .contains("1 payload erased, as ordered by record " + order));
        assumeTrue(python("--version") == 0, "SKIPPED: python3 is not installed");
        String script = bundle.resolve("verify.py").toString();
        assertThat(python(script, bundle.toString())).isZero();
        Files.delete(in("payloads").getFirst());
        assertThat(python(script, bundle.toString())).isNotZero();
        assertBroken(bundle, Check.PAYLOADS, "is not the one that was recorded");
    }

    @Test
    void noPayloadIsLeftOutWithoutTheOrder() throws Exception {
        eraseAPayload();
        bundle = folder.resolve("erased");
        write(bundle);
        Files.delete(in("erasures").getFirst());
        assertBroken(bundle, Check.PAYLOADS, "is not the one that was recorded");
    }

    @Test
    void anOrderForAnotherSessionHasNoPlaceInIt() throws Exception {
        eraseAPayload();
        bundle = folder.resolve("erased");
        write(bundle);
        var other = folder.resolve("other");
        new BundleWriter(sample.folder(), List.of(sample.verifierKey()))
                .write(sample.sessions().getLast(), other);
        for (String kind : List.of("erasures", "proofs")) {
            String name = in("erasures").getFirst().getFileName().toString();
            String file = kind.equals("proofs") ? name.replace(".json", ".tlog-proof") : name;
            Files.copy(bundle.resolve(kind).resolve(file), other.resolve(kind).resolve(file));
        }
        bundle = other;
        assertBroken(other, Check.RECORDS, "of another session");
    }

    @Test
    void anOrderThatIsNotInTheLogIsNone() throws Exception {
        eraseAPayload();
        bundle = folder.resolve("erased");
        write(bundle);
        Path order = in("erasures").getFirst();
        Files.writeString(order, Files.readString(order).replace("asked", "ASKED"));
        assertBroken(bundle, Check.TREE, "is not in the log of the checkpoint");
    }

    private static int python(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void anotherKeyIsUnknown() throws IOException {
        var other = LogSigner.create(folder.resolve("other.key"), SampleLogs.ORIGIN);
        assertThat(BundleVerifier.verify(bundle, List.of(other.verifierKey())).verdict())
                .isEqualTo(new Verdict.UnknownKey(sample.verifierKey().id()));
    }

    @Test
    void aRecordThatWasDroppedIsMissed() throws IOException {
        drop(2);
        assertBroken(bundle, Check.SESSIONS, "are missing or twice");
    }

    @Test
    void theOpeningCannotBeLeftOut() throws IOException {
        drop(0);
        assertBroken(bundle, Check.SESSIONS, "belongs to a session that is not open");
    }

    @Test
    void aSessionWithoutItsEndIsNotSaidToBeComplete() throws IOException {
        drop(in("leaves").size() - 1);
        assertThat(verify(bundle).checks())
                .contains(
                        new CheckResult(
                                Check.SESSIONS,
                                Status.UNKNOWN,
                                "The bundle has no end of the session."));
    }

    @Test
    void swappedRecordsAreNamed() throws IOException {
        Path one = in("leaves").get(1);
        Path other = in("leaves").get(2);
        byte[] first = Files.readAllBytes(one);
        Files.copy(other, one, StandardCopyOption.REPLACE_EXISTING);
        Files.write(other, first);
        assertBroken(bundle, Check.RECORDS, "is not what its name says");
    }

    @Test
    void aChangedRecordIsNotInTheLog() throws IOException {
        change("\"kind\":\"postgres\"", "\"kind\":\"postgras\"");
        assertBroken(bundle, Check.TREE, "is not in the log of the checkpoint");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() throws IOException {
        change("\"v\":1}", "\"v\":1,\"v\":1}");
        assertBroken(bundle, Check.RECORDS, "stands twice");
    }

    private void change(String from, String to) throws IOException {
        Path leaf = in("leaves").getFirst();
        String before = Files.readString(leaf);
        assertThat(before).contains(from);
        Files.writeString(leaf, before.replace(from, to));
    }

    @Test
    void aSwappedPayloadIsNamed() throws IOException {
        List<Path> payloads = in("payloads");
        Files.copy(payloads.get(1), payloads.get(0), StandardCopyOption.REPLACE_EXISTING);
        assertBroken(bundle, Check.PAYLOADS, "is not the one that was recorded");
    }

    @Test
    void aRecordOfAnotherSessionDoesNotBelong() throws IOException {
        Path other = folder.resolve("other");
        new BundleWriter(sample.folder(), List.of()).write(sample.sessions().getLast(), other);
        for (String kind : List.of("leaves", "proofs", "payloads")) {
            try (var files = Files.list(other.resolve(kind))) {
                for (Path file : files.toList()) {
                    Files.copy(file, bundle.resolve(kind).resolve(file.getFileName()));
                }
            }
        }
        assertBroken(bundle, Check.SESSIONS, "is of another session");
    }

    @Test
    void aForeignFileIsNamed() throws IOException {
        Files.writeString(bundle.resolve("leaves/x.json"), "{}");
        assertBroken(bundle, Check.FRAMING, "eaves/x.json does not belong");
    }

    @Test
    void aForeignFolderIsRefused() throws IOException {
        Files.createDirectories(bundle.resolve("leaves/deeper"));
        assertBroken(bundle, Check.FRAMING, "folder that no bundle has");
    }

    @Test
    void aChangedSignatureIsNotGenuine() throws IOException {
        Path file = bundle.resolve("checkpoint");
        String note = Files.readString(file);
        int at = note.lastIndexOf(' ') + 20;
        String other = note.charAt(at) == 'A' ? "B" : "A";
        Files.writeString(file, note.substring(0, at) + other + note.substring(at + 1));
        assertBroken(bundle, Check.SIGNATURES, "not genuine");
    }

    @Test
    void aZipThatWritesElsewhereIsRefused() throws IOException {
        hostile("../../etc/passwd", 1);
        assertBroken(zip, Check.FRAMING, "a file that no bundle has");
    }

    @Test
    void aZipThatGrowsWhenItIsReadIsRefused() throws IOException {
        hostile("payloads/00000000000000000001", 1_000);
        assertBroken(zip, Check.FRAMING, "is compressed");
    }

    private void hostile(String name, int zeros) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry(name));
            out.write(new byte[zeros]);
        }
    }

    @Test
    void aZipWithAFileTwiceIsRefused() throws IOException {
        write(zip);
        String bytes = Files.readString(zip, ISO_8859_1);
        String one = in("payloads").get(0).getFileName().toString();
        String other = in("payloads").get(1).getFileName().toString();
        Files.writeString(zip, bytes.replace("payloads/" + other, "payloads/" + one), ISO_8859_1);
        assertBroken(zip, Check.FRAMING, "payloads/" + one + " twice");
    }

    @Test
    void aDamagedZipIsRefused() throws IOException {
        write(zip);
        String bytes = Files.readString(zip, ISO_8859_1);
        Files.writeString(zip, bytes.replace("One recorded", "Two recorded"), ISO_8859_1);
        assertBroken(zip, Check.FRAMING, "zip is damaged");
    }

    @Test
    void bytesBehindTheZipAreRefused() throws IOException {
        write(zip);
        Files.write(zip, "more".getBytes(UTF_8), StandardOpenOption.APPEND);
        assertBroken(zip, Check.FRAMING, "not the only one for its files");
    }

    @Test
    void aSessionThatIsNotThereHasNoBundle() {
        var nobody = new SessionId("00000000000000000000000000");
        var writer = new BundleWriter(sample.folder(), List.of());
        assertThatThrownBy(() -> writer.write(nobody, folder.resolve("nothing")))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("holds no session");
        assertThat(folder.resolve("nothing")).doesNotExist();
    }
}
