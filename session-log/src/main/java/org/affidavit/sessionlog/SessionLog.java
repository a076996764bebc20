package org.affidavit.sessionlog;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.key.LogSigner;

/// The writer of a log. One per folder, one folder per gateway.
///
/// [#append] may be called from any thread; one writer thread orders the records, commits them in
/// groups and completes the receipts once they are on disk. A failed write or fsync is final: every
/// later append fails and [#onFailure] completes.
public final class SessionLog implements AutoCloseable {
    private SessionLog() {}

    /// How a log is written.
    ///
    /// @param origin name of the log: a schema-less URL such as `gw.corp.example/affidavit`
    /// @param checkpointEvery longest time a durable record stays without a signed checkpoint
    /// @param segmentBytesMax a segment past this size is sealed and a new one started
    public record Options(
            String origin, Clock clock, Duration checkpointEvery, long segmentBytesMax) {
        /// Every second; 64 MiB.
        public static Options of(String origin, Clock clock) {
            return new Options(origin, clock, Duration.ofSeconds(1), 64L << 20);
        }
    }

    /// Opens or creates the log in a folder, takes its lock, and recovers it if the last stop was
    /// not clean: a torn tail is set aside and recorded, open sessions are aborted.
    ///
    /// @throws LogFailure if another process holds it, it was altered, it is newer than this
    ///   software, or the disk fails
    public static SessionLog open(Path folder, LogSigner signer, Options options)
            throws LogFailure {
        throw new UnsupportedOperationException();
    }

    /// Appends one record. The receipt completes when the record and its payload are durable; it
    /// fails with [LogFailure] when they never will be.
    public CompletableFuture<Receipt> append(Event event, Payload payload) {
        throw new UnsupportedOperationException();
    }

    /// Signs a checkpoint over everything durable now. Completes when it is published.
    public CompletableFuture<Checkpoint> checkpoint() {
        throw new UnsupportedOperationException();
    }

    /// Completes when the log stopped because it could not write. Never completes otherwise.
    public CompletableFuture<LogFailure> onFailure() {
        throw new UnsupportedOperationException();
    }

    /// Commits what is queued, signs a last checkpoint, releases the lock.
    @Override
    public void close() {}
}
