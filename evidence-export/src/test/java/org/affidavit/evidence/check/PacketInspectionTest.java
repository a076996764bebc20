package org.affidavit.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.affidavit.evidence.PacketExporter;
import org.affidavit.evidence.PacketRequest;
import org.affidavit.evidence.pdf.PacketReading;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.tree.TreeHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every forgery here also repairs the manifest, so that only the evidence itself gives it away.
class PacketInspectionTest {
    @TempDir private Path folder;
    private Map<String, Path> files;
    private String session;

    @BeforeEach
    void exportSample() throws IOException {
        var sample = SampleLogs.write(folder);
        Path packet = folder.resolve("packet.pdf");
        var request =
                new PacketRequest(
                        sample.folder(),
                        List.of(sample.verifierKey()),
                        SampleReaders.keys(),
                        sample.sessions(),
                        "t",
                        "",
                        "p",
                        SampleLogs.START,
                        "all");
        var _ = new PacketExporter().export(request, packet, (_, _) -> true);
        Path taken = Files.createDirectory(folder.resolve("taken"));
        files = new TreeMap<>(PacketReading.attachments(packet, taken, Long.MAX_VALUE));
        session = "session-" + sample.sessions().getFirst().value() + ".jsonl";
    }

    @Test
    void findsNothingWrongWithAWholePacket() throws IOException {
        assertThat(problems()).isEmpty();
    }

    @Test
    void noticesAnAttachmentThatIsNotTheListedOne() throws IOException {
        Files.writeString(files.get("facts.json"), "{}\n");
        assertThat(problems()).anyMatch(problem -> problem.contains("facts.json is not the one"));
    }

    @Test
    void noticesAMissingAttachment() throws IOException {
        files.remove("facts.json");
        assertThat(problems()).containsExactly("The attachment facts.json is missing.");
    }

    @Test
    void noticesAnAttachmentThatNobodyListed() throws IOException {
        files.put("note.txt", Files.writeString(folder.resolve("note"), "more"));
        assertThat(problems()).containsExactly("The attachment note.txt is not in the manifest.");
    }

    @Test
    void noticesThatTheRecordsOfASessionWereTakenOutAndOffTheList() throws IOException {
        files.remove(session);
        Path manifest = files.get("manifest.json");
        String entry = "\\{\\s+\"name\" : \"" + session + "\"[^}]+},\\s+";
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replaceFirst(entry, ""));
        assertThat(Files.readString(manifest)).isNotEqualTo(text);
        assertThat(problems())
                .anyMatch(problem ->
                        problem.contains("its records are missing") && problem.contains(session));
    }

    @Test
    void noticesASessionOfWhichTheCheckpointCoversAnotherNumberThanTheManifestSays()
            throws IOException {
        Path manifest = files.get("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(
                manifest,
                text.replaceFirst("\"coveredByCheckpoint\" : 12", "\"coveredByCheckpoint\" : 2"));
        assertThat(Files.readString(manifest)).isNotEqualTo(text);
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("says that the checkpoint covers 2 of the records")
                .contains("it covers 12.");
    }

    @Test
    void noticesAChangedRecord() throws IOException {
        List<String> lines = lines();
        lines.set(2, lines.get(2).replaceFirst("2026-11-20", "2026-11-21"));
        forge(lines);
        assertThat(problems()).anyMatch(problem -> problem.contains("one of them was changed"));
    }

    @Test
    void noticesADroppedRecord() throws IOException {
        List<String> lines = lines();
        lines.remove(3);
        forge(lines);
        assertThat(problems()).anyMatch(problem -> problem.contains("missing or out of order"));
    }

    @Test
    void noticesSwappedRecords() throws IOException {
        List<String> lines = lines();
        Collections.swap(lines, 3, 4);
        forge(lines);
        assertThat(problems()).anyMatch(problem -> problem.contains("missing or out of order"));
    }

    @Test
    void noticesASessionCutShort() throws IOException {
        List<String> lines = lines();
        lines.removeLast();
        forge(lines);
        assertThat(problems()).anyMatch(problem -> problem.contains("manifest describes"));
    }

    @Test
    void noticesAChangedClosingRecord() throws IOException {
        List<String> lines = lines();
        lines.set(lines.size() - 1, lines.getLast().replaceFirst("\"root\":\"..", "\"root\":\"00"));
        forge(lines);
        assertThat(problems())
                .anyMatch(problem -> problem.contains("root that its records do not"));
    }

    /// Every link and the root are made to fit, as whoever made the packet can.
    @Test
    void noticesASessionThatWasNeverUnderTheSignedRoot() throws IOException {
        List<String> lines = lines();
        String opening = lines.getFirst().replaceFirst("psql 15.13", "psql 15.14");
        forge(List.of(opening));
        assertThat(problems())
                .anyMatch(problem -> problem.contains("not shown to lie under the signed root"));
    }

    @Test
    void noticesAPayloadOfWhichOneByteWasChanged() throws IOException {
        String name = session.replace("session-", "payloads-").replace(".jsonl", ".bin");
        byte[] bytes = Files.readAllBytes(files.get(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(files.get(name), bytes);
        relist(name);
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("is not the one that the record commits to");
    }

    @Test
    void noticesBytesBehindTheLastPayload() throws IOException {
        String name = session.replace("session-", "payloads-").replace(".jsonl", ".bin");
        Files.write(files.get(name), new byte[] {7}, StandardOpenOption.APPEND);
        relist(name);
        assertThat(problems()).singleElement().asString().contains("bytes follow the payload");
    }

    @Test
    void noticesAnEnrolmentThatIsNotUnderTheSignedRoot() throws IOException {
        Path file = files.get("enrolments.jsonl");
        Files.writeString(file, Files.readString(file).replace("Mira", "Mona"));
        relist("enrolments.jsonl");
        assertThat(problems())
                .containsExactly("Record 3 is not shown to lie under the signed root.");
    }

    @Test
    void noticesProofsThatLeadNowhere() throws IOException {
        Files.writeString(files.get("proofs.jsonl"), "{}\n[]\nx\n");
        relist("proofs.jsonl");
        assertThat(problems()).hasSize(5);
    }

    @Test
    void noticesACheckpointThatWasNotSigned() throws IOException {
        Path note = files.get("checkpoint.note");
        List<String> lines = new ArrayList<>(Files.readAllLines(note));
        lines.set(1, "9");
        Files.writeString(note, String.join("\n", lines) + "\n");
        relist("checkpoint.note");
        assertThat(problems()).anyMatch(problem -> problem.contains("is not signed by key"));
    }

    @Test
    void doesNotReadALineThatIsLongerThanARecordCanBe() throws IOException {
        forge(List.of("x".repeat(65_536)));
        assertThat(problems()).contains(session + " holds a line that is longer than any record.");
    }

    @Test
    void doesNotReadACheckpointThatIsLongerThanAnyNote() throws IOException {
        grow(files.get("checkpoint.note"), 1L << 20);
        relist("checkpoint.note");
        assertThat(problems()).anyMatch(problem -> problem.contains("checkpoint.note is too long"));
    }

    @Test
    void doesNotReadAManifestThatIsLongerThanAnyPacketNeeds() throws IOException {
        grow(files.get("manifest.json"), 17L << 20);
        assertThat(problems()).singleElement().asString().contains("manifest.json is too long");
    }

    private static void grow(Path file, long bytes) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), bytes - 1);
        }
    }

    @Test
    void saysSoWhenThereIsNoManifest() throws IOException {
        files.remove("manifest.json");
        assertThat(problems()).hasSize(1);
    }

    @Test
    void saysSoWhenTheManifestIsNotOne() throws IOException {
        Files.writeString(files.get("manifest.json"), "[]");
        assertThat(problems()).hasSize(1);
    }

    private List<String> problems() throws IOException {
        return new PacketInspection(files).inspect().problems();
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(files.get(session)));
    }

    private void forge(List<String> lines) throws IOException {
        Files.writeString(files.get(session), String.join("\n", lines) + "\n");
        relist(session);
    }

    /// Writes the new hash and length of an attachment into the manifest.
    private void relist(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(files.get(name));
        String sha256 = HexFormat.of().formatHex(TreeHash.sha256().digest(bytes));
        Path manifest = files.get("manifest.json");
        String text = Files.readString(manifest, StandardCharsets.UTF_8);
        String entry =
                "(\"name\" : \"" + name + "\",\\s+\"bytes\" : )\\d+(,\\s+\"sha256\" : \")[0-9a-f]+";
        Files.writeString(manifest, text.replaceFirst(entry, "$1" + bytes.length + "$2" + sha256));
    }
}
