package org.affidavit.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongConsumer;
import org.affidavit.sessionlog.SessionLogReader;

/// The index of one log: one document a frame, with its session's fields beside it.
///
/// Follows a growing log and may be deleted at any time. It names the log it was built from and is
/// refused, and rebuilt, when it does not match.
public final class SessionIndex implements AutoCloseable {
    private SessionIndex() {}

    /// Opens or creates the index in a folder of its own, outside the log.
    public static SessionIndex open(Path folder, SessionLogReader log, Clock clock)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Reads what the log gained since the last call. The listener hears the number of records
    /// indexed. Safe to interrupt: what was committed stays.
    public void follow(LongConsumer progress) throws IOException {
        throw new UnsupportedOperationException();
    }

    /// Finds sessions that have a frame the query matches, newest session first.
    ///
    /// @throws QueryProblem if the query cannot be read; it says where and what to write instead
    public SearchResult search(String query, int sessionsMax) throws IOException, QueryProblem {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {}
}
