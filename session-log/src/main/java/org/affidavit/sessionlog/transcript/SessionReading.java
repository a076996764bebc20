package org.affidavit.sessionlog.transcript;

import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.vault.PayloadReading;

/// Makes the transcript of one session from records that its caller reads: what is shown and
/// whatever else the caller does with a record, such as hashing it, then come from one read.
public final class SessionReading {
    private final SessionTally tally;
    private final StepAssembly steps;

    /// @param record the session's first
    /// @param payload of it
    public SessionReading(LogRecord record, SessionOpened opened, PayloadReading payload) {
        this.tally = new SessionTally(record.index(), opened, payload.agent(opened));
        this.steps = new StepAssembly(SessionDecoder.of(opened.resource().kind()));
        steps.add(record, opened, payload);
    }

    /// Takes the session's next record.
    public void add(LogRecord record, SessionEvent event, PayloadReading payload) {
        tally.add(record.index(), event);
        steps.add(record, event, payload);
    }

    /// All that was taken so far.
    public Transcript transcript() {
        return new Transcript(tally.summary(), steps.steps());
    }
}
