package org.affidavit.sessionlog.transcript;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;

/// Reads sessions out of a log. Reads each record once; remembers where sessions lie, so that a
/// second call only reads what is new. Safe for any thread.
public final class Transcripts {
    private final SessionLogReader log;
    private final Map<SessionId, SessionTally> sessions = new LinkedHashMap<>();
    private long next;

    /// What makes it impossible to say which records are whose; empty if nothing does.
    private String objection = "";

    public Transcripts(SessionLogReader log) {
        this.log = log;
    }

    /// Every session, oldest first.
    public synchronized List<SessionSummary> sessions() throws LogFailure {
        follow();
        return summaries(sessions.values());
    }

    /// One session, decoded by its resource's kind.
    public synchronized Optional<Transcript> transcript(SessionId session) throws LogFailure {
        follow();
        SessionTally tally = sessions.get(session);
        if (tally == null) {
            return Optional.empty();
        }
        SessionSummary summary = tally.summary();
        var steps = new StepAssembly(SessionDecoder.of(summary.resource().kind()));
        for (long index : tally.records()) {
            LogRecord record = log.record(index);
            if (record.event() instanceof SessionEvent event) {
                steps.add(record, event, log.payload(record));
            }
        }
        return Optional.of(new Transcript(summary, steps.steps()));
    }

    private void follow() throws LogFailure {
        if (objection.isEmpty()) {
            next =
                    log.forEach(
                            next,
                            record -> {
                                switch (record.event()) {
                                    case SessionEvent event -> note(record, event);
                                    case PayloadErased order -> erased(order);
                                    default -> {}
                                }
                                return objection.isEmpty();
                            });
        }
        if (!objection.isEmpty()) {
            throw new LogFailure(objection);
        }
    }

    private void note(LogRecord record, SessionEvent event) {
        if (event instanceof SessionEvent.SessionOpened opened) {
            SessionTally first = sessions.get(event.session());
            if (first == null) {
                var agent = log.agent(record, opened);
                sessions.put(event.session(), new SessionTally(record.index(), opened, agent));
            } else {
                objection = openedTwice(first.summary(), record.index());
            }
            return;
        }
        SessionTally tally = sessions.get(event.session());
        if (tally != null) {
            // A record of a session that was never opened is the verifier's to report.
            tally.add(record.index(), event);
        }
    }

    /// What was read before it went must not be shown any more.
    private void erased(PayloadErased order) {
        SessionTally tally = sessions.get(order.session());
        if (tally != null) {
            tally.erased(order);
        }
    }

    private static String openedTwice(SessionSummary first, long again) {
        return String.format(
                Locale.ROOT,
                "Record %d opens session %s again, which record %d opened. No gateway writes that:"
                        + " the log was altered, and what it says of its sessions cannot be"
                        + " trusted. Run `affidavit verify` on it.",
                again,
                first.id(),
                first.firstRecord());
    }

    private static List<SessionSummary> summaries(Collection<SessionTally> tallies) {
        var summaries = new ArrayList<SessionSummary>(tallies.size());
        tallies.forEach(tally -> summaries.add(tally.summary()));
        return summaries;
    }
}
