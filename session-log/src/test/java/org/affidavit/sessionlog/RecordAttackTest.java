package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each way to change records and sessions of a signed log, with the exact answer. The log holds
/// record 0, a session in records 1 to 4 and a heartbeat in record 5; it is signed at 1, 4 and 6.
class RecordAttackTest {
    private static final String NOTHING = "Records 0 to 0 are as signed";

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
    }

    private void assertAltered(long record, String what, String stillHolds) throws IOException {
        assertThat(log.verify().verdict())
                .isInstanceOfSatisfying(
                        Verdict.Altered.class,
                        altered -> {
                            assertThat(altered.record()).as(altered.what()).isEqualTo(record);
                            assertThat(altered.what()).isEqualTo(what);
                            assertThat(altered.stillHolds()).startsWith(stillHolds);
                        });
    }

    private void changeText(int record, String from, String to) throws IOException {
        forge.rewrite(leaves -> {
            String leaf = new String(leaves.get(record), UTF_8);
            assertThat(leaf).contains(from);
            leaves.set(record, leaf.replace(from, to).getBytes(UTF_8));
            return leaves;
        });
    }

    private static UnaryOperator<List<byte[]>> only(int... records) {
        return leaves -> {
            var kept = new ArrayList<byte[]>();
            for (int record : records) {
                kept.add(leaves.get(record));
            }
            return kept;
        };
    }

    @Test
    void aDroppedRecord() throws IOException {
        forge.rewriteRenumbered(only(0, 1, 3, 4, 5));
        assertAltered(2, "Before record 2 records of its session are missing or twice.", NOTHING);
    }

    @Test
    void aRecordTwice() throws IOException {
        forge.rewriteRenumbered(only(0, 1, 2, 2, 3, 4, 5));
        assertAltered(3, "Before record 3 records of its session are missing or twice.", NOTHING);
    }

    @Test
    void twoRecordsSwapped() throws IOException {
        forge.rewriteRenumbered(only(0, 1, 3, 2, 4, 5));
        assertAltered(2, "Before record 2 records of its session are missing or twice.", NOTHING);
    }

    @Test
    void aSessionRemovedWhole() throws IOException {
        forge.rewriteRenumbered(only(0, 5));
        // The key of its payloads is left over.
        assertAltered(
                1,
                "The vault holds a payload at record 1 that no record commits to"
                        + " (00000000000000000000.vlt).",
                NOTHING);
    }

    @Test
    void aLogCutBackToAnOlderCheckpointIsIntactAndSmaller() throws IOException {
        forge.rewrite(only(0, 1, 2, 3));
        forge.dropTiles();
        Files.delete(layout.checkpoint(6));
        Files.copy(layout.checkpoint(4), layout.checkpoint(), StandardCopyOption.REPLACE_EXISTING);
        var report = log.verify();
        // What only a newer checkpoint that is kept elsewhere can tell.
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.checkpointSize()).isEqualTo(4);
        assertThat(report.openSessions()).isEqualTo(1);
    }

    @Test
    void aForkThatAForeignKeySigned() throws IOException {
        changeText(5, "\"monotonicNanos\":\"1\"", "\"monotonicNanos\":\"2\"");
        var stranger = LogSigner.create(folder.resolve("stranger.key"), TestLog.ORIGIN);
        forge.signAgain(stranger);
        assertThat(log.verify().verdict())
                .isEqualTo(new Verdict.UnknownKey(stranger.verifierKey().id()));
    }

    @Test
    void aKeyThatStandsTwice() throws IOException {
        changeText(5, "\"v\":1}", "\"v\":1,\"v\":1}");
        assertAltered(
                5, "Record 5 cannot be read: the key \"v\" stands twice.", "Records 0 to 3 are");
    }

    @Test
    void aNumberInAnotherForm() throws IOException {
        changeText(5, "\"openSessions\":0", "\"openSessions\":-0");
        assertAltered(5, "Record 5 cannot be read: not well-formed JSON.", "Records 0 to 3 are as");
        changeText(5, "\"openSessions\":-0", "\"openSessions\":0.0");
        assertAltered(
                5,
                "Record 5 cannot be read: a value of a kind that has no place here.",
                "Records 0 to 3 are as");
    }

    @Test
    void aLengthBeyondTheFile() throws IOException {
        assertLengthRefused(Integer.MAX_VALUE, "a frame's length is out of bounds");
        assertLengthRefused(-1, "a frame's length is out of bounds");
        assertLengthRefused(60_000, "a frame is cut short");
    }

    private void assertLengthRefused(int length, String why) throws IOException {
        Path file = layout.file(FileKind.SEGMENT, 0);
        byte[] before = Files.readAllBytes(file);
        byte[] bytes = before.clone();
        ByteBuffer.wrap(bytes).putInt(SegmentFormat.HEADER_BYTES, length);
        Files.write(file, bytes);
        assertAltered(0, "Record 0 is damaged: " + why + ".", "Nothing in this log is proven.");
        Files.write(file, before);
    }
}
