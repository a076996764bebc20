package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import org.affidavit.index.IndexFolders;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult;
import org.affidavit.index.SessionIndex;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// A log with its index, kept up to date on every search.
final class LogSearch implements AutoCloseable {
    private final SessionLogReader log;
    private final SessionIndex index;

    private LogSearch(SessionLogReader log, SessionIndex index) {
        this.log = log;
        this.index = index;
    }

    /// With the index that this user keeps of the log.
    static LogSearch open(Path folder, ReadingKeys readers, Terminal terminal) throws IOException {
        return open(
                folder,
                readers,
                log ->
                        SessionIndex.kept(
                                IndexFolders.ofUser(terminal.environment()),
                                folder,
                                log,
                                terminal.clock()));
    }

    /// With an index that is built now, from nothing but the log: for what is handed to others.
    static LogSearch anew(Path folder, ReadingKeys readers, Terminal terminal) throws IOException {
        return open(folder, readers, log -> SessionIndex.scratch(log, terminal.clock()));
    }

    private static LogSearch open(Path folder, ReadingKeys readers, Opening opening)
            throws IOException {
        SessionLogReader log = SessionLogReader.open(folder, readers);
        try {
            return new LogSearch(log, opening.of(log));
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private interface Opening {
        SessionIndex of(SessionLogReader log) throws IOException;
    }

    SessionLogReader log() {
        return log;
    }

    SearchResult find(String query, int sessionsMax) throws IOException, QueryProblem {
        index.follow(_ -> {});
        return index.search(query, sessionsMax);
    }

    @Override
    public void close() throws IOException {
        try (log) {
            index.close();
        }
    }
}
