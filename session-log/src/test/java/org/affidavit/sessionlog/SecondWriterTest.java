package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletionException;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writer must notice that it is no longer alone, before it acknowledges anything.
class SecondWriterTest {
    @TempDir Path folder;
    private TestLog log;
    private LogLayout layout;

    @BeforeEach
    void name() {
        log = new TestLog(folder);
        layout = new LogLayout(log.path());
    }

    @Test
    void aWriterWhoseLockFileIsDeletedAcknowledgesNothingMore() throws Exception {
        try (var writer = log.open()) {
            writer.append(TestLog.heartbeat(1), Payload.NONE).join();
            Files.delete(layout.lock());

            assertThatThrownBy(() -> writer.append(TestLog.heartbeat(1), Payload.NONE).join())
                    .isInstanceOf(CompletionException.class)
                    .hasStackTraceContaining("lock file");
        }
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Unsigned(1, 2));
    }

    @Test
    void aWriterWhoseLockFileIsReplacedAcknowledgesNothingMore() throws Exception {
        try (var writer = log.open()) {
            Files.move(layout.lock(), folder.resolve("kept"));
            Files.createFile(layout.lock());

            assertThatThrownBy(() -> writer.append(TestLog.heartbeat(1), Payload.NONE).join())
                    .hasStackTraceContaining("lock file");
        }
    }

    @Test
    void aWriterWhoseSegmentGrewBySomebodyElseStops() throws Exception {
        try (var writer = log.open()) {
            Files.write(
                    layout.file(FileKind.SEGMENT, 0), new byte[] {1}, StandardOpenOption.APPEND);

            assertThatThrownBy(() -> writer.append(TestLog.heartbeat(1), Payload.NONE).join())
                    .hasStackTraceContaining("somebody else writes");
        }
    }
}
