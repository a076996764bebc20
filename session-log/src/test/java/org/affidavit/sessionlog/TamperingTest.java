package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.transcript.Transcripts;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything here was done by somebody who knows the format and can write the files, but has no
/// signing key. The log holds records 0 to 5 and is signed at least at 1, 4 and 6.
class TamperingTest {
    @TempDir Path folder;
    private TestLog log;
    private LogForge forge;
    private LogLayout layout;

    @BeforeEach
    void writeLog() throws IOException {
        log = new TestLog(folder);
        try (var writer = log.open()) {
            log.writeSession(writer);
        }
        forge = new LogForge(log.path());
        layout = new LogLayout(log.path());
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    /// Whoever has any genuine checkpoint can put it under other records: it vouches for those
    /// below its size and no others.
    @Test
    void doesNotVouchForRecordsBehindTheNewestCheckpoint() throws IOException {
        keepOnlyTheFirstCheckpoint();

        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Unsigned(1, 6));
    }

    @Test
    void namesForEverWhatWasSignedOnlyAfterACrash() throws IOException {
        keepOnlyTheFirstCheckpoint();
        log.open().close();
        var report = log.verify();

        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.checks())
                .filteredOn(check -> check.check() == Check.TREE)
                .first()
                .extracting(CheckResult::detail)
                .asString()
                .contains("signed only after a crash: records 1 to 5");
    }

    private void keepOnlyTheFirstCheckpoint() throws IOException {
        for (long size : layout.listCheckpoints().numbers()) {
            if (size > 1) {
                Files.delete(layout.checkpoint(size));
            }
        }
        Files.copy(layout.checkpoint(1), layout.checkpoint(), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(layout.bookmark());
    }

    @Test
    void namesTheRecordThatWasDropped() throws IOException {
        forge.rewrite(without(2));
        assertAlteredAt(2);
    }

    @Test
    void namesTheGapWhereARecordWasDroppedAndTheRestRenumbered() throws IOException {
        forge.rewriteRenumbered(without(2));
        assertAlteredAt(2);
    }

    @Test
    void namesTheFirstOfTwoSwappedRecords() throws IOException {
        forge.rewriteRenumbered(leaves -> {
            Collections.swap(leaves, 2, 3);
            return leaves;
        });
        assertAlteredAt(2);
    }

    @Test
    void namesTheSecondOfTwoEqualRecords() throws IOException {
        forge.rewriteRenumbered(leaves -> {
            leaves.add(2, leaves.get(2));
            return leaves;
        });
        assertAlteredAt(3);
    }

    @Test
    void findsAnInventedRecordBetweenTwoCheckpoints() throws IOException {
        forge.rewriteRenumbered(leaves -> {
            leaves.add(2, LogForge.invented(leaves.get(0), TestLog.heartbeat(9)));
            return leaves;
        });
        assertThat(altered().record()).isBetween(1L, 3L);
        assertThat(altered().stillHolds()).contains("Records 0 to 0 are as signed");
    }

    @Test
    void namesTheRecordWhoseContentWasChanged() throws IOException {
        forge.rewrite(leaves -> {
            var old = (SessionEvent.CommandIntended) event(leaves.get(2));
            var changed =
                    new SessionEvent.CommandIntended(
                            old.session(), old.at(), 2, old.facts(), old.rule(), old.request());
            leaves.set(2, LogForge.withEvent(leaves.get(2), changed));
            return leaves;
        });
        assertAlteredAt(2);
        assertBroken(Check.TREE, Check.TILES, Check.SESSIONS);
    }

    @Test
    void saysWhatStillHoldsBeforeAChangedRecord() throws IOException {
        forge.rewrite(leaves -> {
            leaves.set(5, LogForge.withEvent(leaves.get(5), TestLog.heartbeat(2)));
            return leaves;
        });
        assertThat(altered().record()).isBetween(4L, 5L);
        assertThat(altered().stillHolds()).startsWith("Records 0 to ").endsWith("are as signed.");
        assertBroken(Check.TREE, Check.TILES);
    }

    @Test
    void findsThatRecordsWereCutBelowTheLastCheckpoint() throws IOException {
        forge.rewrite(leaves -> leaves.subList(0, 5));
        assertAlteredAt(5);
        assertThat(altered().what()).contains("signed and are missing");
    }

    @Test
    void findsThatTheFileWasCutInARecordBelowTheLastCheckpoint() throws IOException {
        truncate(segment(), Files.size(segment()) - 7);
        assertAlteredAt(5);
    }

    @Test
    void findsARecordThatHasAKeyTwice() throws IOException {
        forge.rewrite(leaves -> {
            String leaf = new String(leaves.get(2), UTF_8);
            leaves.set(2, leaf.replace("\"v\":1}", "\"v\":1,\"v\":1}").getBytes(UTF_8));
            return leaves;
        });
        assertAlteredAt(2);
        assertThat(altered().what()).contains("stands twice");
    }

    @Test
    void namesTheRecordThatOpensAnEndedSessionAgain() throws IOException {
        openAgain();
        assertAlteredAt(6);
        assertBroken(Check.SESSIONS, Check.PAYLOADS);
        assertThat(altered().what()).contains("opens session 01KA5B3V8G7Q9X2M4N6P8R0S1T again");
    }

    @Test
    void anIdIsWhatItsBitsSay() {
        for (String text :
                List.of(
                        "01KA5B3V8G7Q9X2M4N6P8R0S1T",
                        "00000000000000000000000000",
                        "7ZZZZZZZZZZZZZZZZZZZZZZZZZ")) {
            assertThat(SessionId.of(new SessionId(text).bits()).value()).isEqualTo(text);
        }
    }

    @Test
    void isNeverContinuedOnceASessionWasOpenedAgain() throws IOException {
        openAgain();
        assertThatThrownBy(log::open).hasMessageContaining("does not follow in its session");
    }

    @Test
    void isNotReadAsSessionsOnceOneWasOpenedAgain() throws IOException {
        openAgain();
        try (var reader = SessionLogReader.open(log.path())) {
            var transcripts = new Transcripts(reader);
            for (int tries = 0; tries < 2; tries++) {
                assertThatThrownBy(transcripts::sessions)
                        .isInstanceOf(LogFailure.class)
                        .hasMessageContaining("Record 6 opens session")
                        .hasMessageContaining("which record 1 opened");
            }
        }
    }

    private void openAgain() throws IOException {
        forge.rewriteRenumbered(leaves -> {
            leaves.add(leaves.get(1));
            return leaves;
        });
    }

    @Test
    void findsTrailingBytesInACheckpoint() throws IOException {
        append(layout.checkpoint(4), "\n");
        assertBroken(Check.SIGNATURES);
    }

    @Test
    void callsBytesBehindTheLastRecordTornAsTheyCouldBeOfACrash() throws IOException {
        append(segment(), "rubbish");
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Torn(6, 7));
    }

    @Test
    void callsBytesBehindTheLastPayloadTornAsTheyCouldBeOfACrash() throws IOException {
        append(layout.file(FileKind.VAULT, 0), "rubbish");
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Torn(6, 7));
    }

    @Test
    void doesNotTakeDamageBeforeWholeRecordsForATornEnd() throws IOException {
        byte[] bytes = Files.readAllBytes(segment());
        bytes[SegmentFormat.HEADER_BYTES + 20] ^= 1;
        Files.write(segment(), bytes);
        for (String gone : List.of("checkpoint", "checkpoints/4", "checkpoints/6")) {
            Files.delete(log.path().resolve(gone));
        }
        assertAlteredAt(0);
    }

    @Test
    void findsASwappedPayload() throws IOException {
        Path vault = layout.file(FileKind.VAULT, 0);
        byte[] bytes = Files.readAllBytes(vault);
        int frame = payloadOf(2);
        bytes[frame + 16 + 5] ^= 1;
        fixFrameCrc(bytes, frame);
        Files.write(vault, bytes);
        assertAlteredAt(2);
        assertBroken(Check.PAYLOADS);
        assertThat(altered().stillHolds())
                .contains("Records 0 to 5 are as signed")
                .contains("only those before record 2");
    }

    private int payloadOf(long record) throws IOException {
        try (var reader = SessionLogReader.open(log.path())) {
            return (int) reader.record(record).payload().orElseThrow().offset();
        }
    }

    @Test
    void findsThatTheVaultIsMissing() throws IOException {
        Files.delete(layout.file(FileKind.VAULT, 0));
        assertBroken(Check.PAYLOADS);
    }

    @Test
    void findsFilesThatDoNotBelong() throws IOException {
        Files.writeString(layout.segments().resolve("notes.txt"), "hello");
        assertBroken(Check.FRAMING);
        assertThat(altered().record()).isEqualTo(-1);
    }

    @Test
    void namesWhatLiesInTheFolderAndIsNoPartOfTheLog() throws IOException {
        assertThat(framing()).endsWith("in unbroken segments.");
        Files.createDirectory(log.path().resolve("lost+found"));
        Files.writeString(layout.lock(), "hello");
        Files.writeString(layout.draft(), "hello");
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
        assertThat(framing())
                .endsWith("no part of the log and under no check: draft.tmp, lock, lost+found.");
    }

    @Test
    void namesOnlySomeOfManyThingsThatAreNoPartOfTheLog() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.createFile(log.path().resolve("note-" + i));
        }
        assertThat(framing()).endsWith("note-0, note-1, note-2 and 2 more.");
    }

    private String framing() throws IOException {
        return log.verify().checks().getFirst().detail();
    }

    @Test
    void doesNotTrustALogWithoutCheckpoints() throws IOException {
        for (String gone :
                List.of("checkpoint", "checkpoints/1", "checkpoints/4", "checkpoints/6")) {
            Files.deleteIfExists(log.path().resolve(gone));
        }
        try (var left = Files.list(layout.checkpoints())) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        assertThat(altered().what()).contains("no checkpoint vouches".substring(3));
        assertThat(altered().stillHolds()).isEqualTo("Nothing in this log is proven.");
    }

    @Test
    void doesNotKnowAForkThatAnotherKeySigned() throws IOException {
        forge.rewrite(leaves -> leaves.subList(0, 5));
        Files.delete(layout.checkpoint(6));
        var stranger = LogSigner.create(folder.resolve("stranger.key"), TestLog.ORIGIN);
        forge.signAgain(stranger);
        assertThat(log.verify().verdict())
                .isEqualTo(new Verdict.UnknownKey(stranger.verifierKey().id()));
    }

    @Test
    void findsThatACheckpointHasOnlyOneOfItsTwoSignatures() throws Exception {
        SignedNote note = SignedNote.parse(Files.readAllBytes(layout.checkpoint(4)));
        assertThat(note.signatures()).hasSize(2);
        for (SignedNote.Signature kept : note.signatures()) {
            var half = new SignedNote(note.text(), List.of(kept));
            Files.writeString(layout.checkpoint(4), half.format());
            assertBroken(Check.SIGNATURES);
        }
    }

    @Test
    void findsThatOneCheckpointOfSeveralIsSignedByAnotherKey() throws IOException {
        byte[] first = Files.readAllBytes(layout.checkpoint(1));
        forge.signAgain(LogSigner.create(folder.resolve("stranger.key"), TestLog.ORIGIN));
        Files.write(layout.checkpoint(1), first);
        assertBroken(Check.SIGNATURES);
    }

    @Test
    void saysThatALogIsTooNew() throws IOException {
        byte[] bytes = Files.readAllBytes(segment());
        bytes[6] = 2;
        bytes[7] = ~2;
        ByteBuffer.wrap(bytes)
                .putInt(
                        SegmentFormat.HEADER_BYTES - 4,
                        crc(bytes, 0, SegmentFormat.HEADER_BYTES - 4));
        Files.write(segment(), bytes);
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.TooNew(2));
        assertThatThrownBy(log::open).hasMessageContaining("newer than this software");
        assertThatThrownBy(() -> SessionLogReader.open(log.path()))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("newer than this software");
    }

    @Test
    void isNeverContinuedOnceAltered() throws IOException {
        forge.rewriteRenumbered(without(2));
        byte[] before = Files.readAllBytes(segment());
        assertThatThrownBy(log::open)
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("tampered");
        assertThat(segment()).hasBinaryContent(before);
    }

    @Test
    void isNeverContinuedAfterARollback() throws IOException {
        forge.rewrite(leaves -> leaves.subList(0, 5));
        assertThatThrownBy(log::open).hasMessageContaining("rolled back");
    }

    @Test
    void isNeverContinuedWithAnotherKey() throws IOException {
        var other = LogSigner.create(folder.resolve("other.key"), TestLog.ORIGIN);
        assertThatThrownBy(() -> log.open(other)).hasMessageContaining("signed by another key");
    }

    private static UnaryOperator<List<byte[]>> without(int index) {
        return leaves -> {
            var rest = new ArrayList<>(leaves);
            rest.remove(index);
            return rest;
        };
    }

    private static org.affidavit.sessionlog.event.Event event(byte[] leaf) {
        try {
            return Leaf.read(leaf).event();
        } catch (org.affidavit.sessionlog.encode.Malformed e) {
            throw new AssertionError(e);
        }
    }

    private Path segment() {
        return layout.file(FileKind.SEGMENT, 0);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static void truncate(Path file, long length) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static void fixFrameCrc(byte[] bytes, int frame) {
        int crcAt = frame + 16 + ByteBuffer.wrap(bytes).getInt(frame);
        ByteBuffer.wrap(bytes).putInt(crcAt, crc(bytes, frame, crcAt));
    }

    private static int crc(byte[] bytes, int from, int to) {
        var crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    private Verdict.Altered altered() throws IOException {
        Verdict verdict = log.verify().verdict();
        assertThat(verdict).isInstanceOf(Verdict.Altered.class);
        return (Verdict.Altered) verdict;
    }

    private void assertAlteredAt(long record) throws IOException {
        assertThat(altered().record()).as(altered().toString()).isEqualTo(record);
    }

    private void assertBroken(Check... checks) throws IOException {
        altered();
        assertThat(log.verify().checks())
                .filteredOn(result -> result.status() == CheckResult.Status.BROKEN)
                .extracting(CheckResult::check)
                .containsExactlyInAnyOrder(checks);
    }
}
