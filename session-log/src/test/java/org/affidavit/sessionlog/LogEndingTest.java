package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogEndingTest {
    @TempDir Path folder;
    private TestLog log;
    private Path segment;

    @BeforeEach
    void writeALog() throws Exception {
        log = new TestLog(folder);
        try (var writer = log.open()) {
            log.writeSession(writer);
        }
        segment = new LogLayout(log.path()).file(FileKind.SEGMENT, 0);
    }

    @Test
    void anUntouchedLogEndsWhole() throws Exception {
        assertThat(ending()).isEqualTo(new LogEnding.Whole());
    }

    @Test
    void aFlippedByteEndsItAtItsRecord() throws Exception {
        flip(Files.readAllBytes(segment).length / 2);
        assertThat(ending())
                .isInstanceOfSatisfying(
                        LogEnding.Altered.class,
                        altered -> {
                            assertThat(altered.record()).isBetween(1L, 5L);
                            assertThat(altered.what()).contains("checksum");
                        });
    }

    @Test
    void aCutTailThatACheckpointCoversIsAltered() throws Exception {
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length - 10));
        assertThat(ending())
                .isInstanceOfSatisfying(
                        LogEnding.Altered.class,
                        altered -> assertThat(altered.what()).contains("checkpoint covers"));
    }

    @Test
    void anUnfinishedWriteBehindTheLastRecordIsCutShort() throws Exception {
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, 20), StandardOpenOption.APPEND);
        long size = reader().size();
        assertThat(ending()).isEqualTo(new LogEnding.CutShort(size, 20));
    }

    @Test
    void aLogWhoseFirstRecordIsDamagedIsSaidToBeAltered() throws Exception {
        flip(SegmentFormat.HEADER_BYTES + 30);
        assertThatThrownBy(this::reader)
                .isInstanceOfSatisfying(
                        LogFailure.class, failure -> assertThat(failure.isAlteration()).isTrue());
    }

    private void flip(int at) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        bytes[at] ^= 1;
        Files.write(segment, bytes);
    }

    private SessionLogReader reader() throws LogFailure {
        return SessionLogReader.open(log.path());
    }

    private LogEnding ending() throws LogFailure {
        try (var reader = reader()) {
            return reader.ending();
        }
    }
}
