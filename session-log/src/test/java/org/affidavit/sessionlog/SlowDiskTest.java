package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowDiskTest {
    @TempDir Path folder;

    /// Forces nothing until it is told to go on.
    private static final class StalledDisk implements Disk {
        private final CountDownLatch goesOn = new CountDownLatch(1);
        private volatile boolean stalls;

        @Override
        public void force(FileChannel channel) throws IOException {
            if (stalls) {
                try {
                    goesOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            Disk.super.force(channel);
        }
    }

    @Test
    void refusesWhatWouldWaitTooLongAndLosesNothingThatItTook() throws Exception {
        var log = new TestLog(folder);
        var disk = new StalledDisk();
        var taken = new ArrayList<CompletableFuture<Receipt>>();
        long size;
        try (var writer = log.open(disk)) {
            disk.stalls = true;
            CompletableFuture<Receipt> next = writer.append(TestLog.heartbeat(0), Payload.NONE);
            while (!next.isCompletedExceptionally()) {
                taken.add(next);
                next = writer.append(TestLog.heartbeat(taken.size()), Payload.NONE);
            }
            assertThatThrownBy(next::join)
                    .hasCauseInstanceOf(LogFailure.class)
                    .hasMessageContaining("must not happen");
            assertThat(taken).noneMatch(CompletableFuture::isDone);
            disk.goesOn.countDown();
            size = taken.getLast().join().index() + 1;
            assertThat(taken).allMatch(CompletableFuture::isDone);
            writer.append(TestLog.heartbeat(0), Payload.NONE).join();
        }
        assertThat(taken).hasSize(LogLimits.DEFAULT.queuedRecordsMax());
        var report = log.verify();
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.records()).isEqualTo(size + 1);
    }
}
