package org.affidavit.sessionlog;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.affidavit.sessionlog.event.Payload;

/// Reads a log, live or closed, without locking it. Follows a growing log: each call sees what is
/// on disk when it is made.
///
/// A reader checks framing and payload commitments as it goes; whether the log as a whole is
/// genuine is the verifier's question.
public final class SessionLogReader implements AutoCloseable {
    private SessionLogReader() {}

    /// @throws LogFailure if the folder holds no log, or one newer than this software
    public static SessionLogReader open(Path folder) throws LogFailure {
        throw new UnsupportedOperationException();
    }

    /// Name of the log.
    public String origin() {
        throw new UnsupportedOperationException();
    }

    /// How many complete records are on disk now.
    public long size() throws LogFailure {
        throw new UnsupportedOperationException();
    }

    /// Hands over complete records from an index on, in order, until there are no more or the
    /// consumer answers false. Returns the index after the last record handed over.
    public long forEach(long from, Predicate<LogRecord> consumer) throws LogFailure {
        throw new UnsupportedOperationException();
    }

    /// One record by its index.
    public LogRecord record(long index) throws LogFailure {
        throw new UnsupportedOperationException();
    }

    /// The payload of a record, checked against the leaf's commitment; [Payload#NONE] if it has
    /// none.
    public Payload payload(LogRecord record) throws LogFailure {
        throw new UnsupportedOperationException();
    }

    /// The newest published checkpoint, not verified.
    public Optional<Checkpoint> checkpoint() throws LogFailure {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
