package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.affidavit.sessionlog.segment.LogLayout;

/// Reads, while the writer is at work already, what a quick opening did not: the segments before
/// the one in which the bookmark lies, exactly as an opening from the first record on would.
///
/// What is found to be wrong stops the writer. Nothing false was signed until then: the writer goes
/// on from the root that it signed itself, so altered records break against it.
final class LateReading implements AutoCloseable {
    private final LogLayout layout;
    private final String origin;
    private final Checkpoint checkpoint;
    private final long segment;
    private final Disk disk;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("session-log-late-reading").unstarted(this::run);
    private Function<LogFailure, Future<LogFailure>> alarm = CompletableFuture::completedFuture;

    /// @param checkpoint the newest when the log was opened
    /// @param segment the first one that was read, by its first record
    LateReading(LogLayout layout, String origin, Checkpoint checkpoint, long segment, Disk disk) {
        this.layout = layout;
        this.origin = origin;
        this.checkpoint = checkpoint;
        this.segment = segment;
        this.disk = disk;
    }

    /// @param alarm takes what is wrong; done when the writer stopped
    void start(Function<LogFailure, Future<LogFailure>> alarm) {
        this.alarm = alarm;
        thread.start();
    }

    /// Completes with how many records were read, unless the log was closed before or is altered.
    CompletableFuture<Long> done() {
        return done.copy();
    }

    private void run() {
        try {
            var records = new RecordScan(layout, Optional.of(checkpoint));
            new LogScan(layout, origin, Optional.of(checkpoint), records).runBefore(segment);
            if (!records.tiles.holds()) {
                records.tiles.repair(disk, layout.tileDraft(), false);
            }
            done.complete(segment);
        } catch (ClosedByInterruptException e) {
            done.cancel(false);
        } catch (AlteredLog e) {
            stop(e.foundLate(layout.folder()));
        } catch (LogFailure e) {
            stop(e);
        } catch (IOException | RuntimeException e) {
            stop(
                    new LogFailure(
                            "The log "
                                    + layout.folder()
                                    + " could not be read again behind its quick opening: "
                                    + e
                                    + ". Whether it is as it was signed is not known, so nothing"
                                    + " more is written to it. Check the disk and run `affidavit"
                                    + " verify` on it.",
                            e));
        }
    }

    /// Without the bookmark the next opening reads everything, and finds before it begins what was
    /// found here: a gateway that is started again and again must not run for a while each time.
    private void stop(LogFailure why) {
        try {
            var _ = alarm.apply(why).get();
        } catch (InterruptedException | ExecutionException closing) {
            // The writer is gone, too.
        }
        try {
            Files.deleteIfExists(layout.bookmark());
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        done.completeExceptionally(why);
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(layout.tileDraft());
    }
}
