package org.affidavit.sessionlog.transcript;

import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionId;

/// Reads sessions out of a log. Reads each record once; remembers where sessions lie, so that a
/// second call only reads what is new.
public final class Transcripts {
    private final SessionLogReader log;

    public Transcripts(SessionLogReader log) {
        this.log = log;
    }

    /// Every session, oldest first.
    public List<SessionSummary> sessions() throws LogFailure {
        throw new UnsupportedOperationException(log.origin());
    }

    /// One session, decoded by its resource's kind.
    public Optional<Transcript> transcript(SessionId session) throws LogFailure {
        throw new UnsupportedOperationException(log.origin() + session);
    }
}
