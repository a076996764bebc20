package org.affidavit.evidence.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.affidavit.evidence.report.SessionMaterial;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.consent.DecisionFinding;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.SessionReading;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.vault.PayloadReading;

/// Copies the records of one session, byte for byte, one a line, and reads them into a transcript.
final class SessionCopy implements AutoCloseable {
    private final SessionId session;
    private final AttachmentFile file;
    private final PayloadCopy payloads;
    private final SortedSet<Long> ends = new TreeSet<>();
    private final SessionChain chain = new SessionChain();
    private final List<SessionEvent> events = new ArrayList<>();
    private final Map<String, DecisionFinding> decisions = new HashMap<>();
    private Optional<SessionReading> reading = Optional.empty();
    private long covered;

    SessionCopy(SessionId session, Path folder) throws IOException {
        this.session = session;
        this.file = new AttachmentFile(folder.resolve(name(session)));
        this.payloads = new PayloadCopy(session, folder);
    }

    static String name(SessionId session) {
        return "session-" + session.value() + ".jsonl";
    }

    void add(LogRecord record, SessionEvent event, PayloadReading payload, long checkpointSize)
            throws IOException {
        for (byte each : record.leaf()) {
            if (each == '\n') {
                throw new LogFailure(
                        "Record "
                                + record.index()
                                + " holds a line feed, so it cannot be copied one record a line."
                                + " Verify the log.");
            }
        }
        file.line(record.leaf());
        payloads.add(record, payload);
        read(record, event, payload);
        events.add(event);
        chain.add(place(record), record.leaf());
        if (record.index() < checkpointSize) {
            covered++;
            if (covered > 2) {
                ends.removeLast();
            }
            ends.add(record.index());
        }
    }

    private void read(LogRecord record, SessionEvent event, PayloadReading payload) {
        if (reading.isPresent()) {
            reading.get().add(record, event, payload);
        } else if (event instanceof SessionOpened opened) {
            reading = Optional.of(new SessionReading(record, opened, payload));
        }
    }

    /// A second decision of one request is worth what the worse of the two is.
    void decided(String request, DecisionFinding finding) {
        decisions.merge(
                request,
                finding,
                (one, other) -> one instanceof DecisionFinding.Unproven ? one : other);
    }

    private static SessionChain.Place place(LogRecord record) {
        var link = record.link().orElse(new LogRecord.SessionLink(-1, ""));
        return new SessionChain.Place(
                record.index(),
                link.sequence(),
                link.previous(),
                record.total().map(total -> new SessionChain.Total(total.records(), total.root())));
    }

    List<AttachedFile> attachments() throws IOException {
        return List.of(
                file.finish(
                        name(session),
                        "Every record of session " + session.value() + ", exact bytes, one a line.",
                        "application/x-ndjson"),
                payloads.attachment());
    }

    /// The first and the last record that the checkpoint covers. Every record between is fixed by
    /// the last one: through the links, and through its total if it ends the session.
    SortedSet<Long> ends() {
        return ends;
    }

    /// The records whose device keys the decisions were signed with.
    Set<Long> enrolments() {
        var records = new TreeSet<Long>();
        for (DecisionFinding finding : decisions.values()) {
            if (finding instanceof DecisionFinding.Signed signed) {
                records.add(signed.enrolled());
            }
        }
        return records;
    }

    /// @throws LogFailure if the log has no such session
    SessionMaterial material(long checkpointSize) throws LogFailure {
        Transcript transcript =
                reading.map(SessionReading::transcript)
                        .orElseThrow(() ->
                                new LogFailure(
                                        "Session "
                                                + session.value()
                                                + " is not in this log, so no packet can show it."
                                                + " Check the id and the folder."));
        return new SessionMaterial(
                transcript,
                events,
                decisions,
                chain.result(checkpointSize, covered),
                name(session));
    }

    @Override
    public void close() throws IOException {
        file.close();
        payloads.close();
    }
}
