package org.affidavit.desktop.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult;
import org.affidavit.sessionlog.LogEnding;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// An open log, as the screens see it. Safe for any thread; calls may take long.
public interface Library extends AutoCloseable {
    /// Where it lies.
    Path folder();

    /// Its name, as its records say.
    String origin();

    /// Keys that the user trusts to sign it.
    List<VerifierKey> trusted();

    /// Keys that open what was recorded; none if everything stays sealed.
    ReadingKeys readers();

    /// Every session, newest first.
    List<SessionSummary> sessions() throws IOException;

    /// Sessions that are listed and whose records, as far as was looked, cannot be read.
    Set<SessionId> unreadable();

    /// Why reading ends at the last record.
    LogEnding ending() throws IOException;

    /// One session, decoded.
    Optional<Transcript> transcript(SessionId session) throws IOException;

    /// Sessions with a moment that the query matches.
    SearchResult search(String query, int sessionsMax) throws IOException, QueryProblem;

    /// Takes in what the log gained.
    ///
    /// @return true if there was anything new
    boolean refresh() throws IOException;

    @Override
    void close() throws IOException;
}
