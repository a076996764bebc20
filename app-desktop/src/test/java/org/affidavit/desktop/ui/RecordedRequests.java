package org.affidavit.desktop.ui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.desktop.SampleGateway;
import org.affidavit.desktop.gateway.Approval;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalDecided;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalRequested;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// The approval requests of the demo's log, as its gateway had them at a moment: so that pictures
/// of approvals show what was really held, with digests that were really computed.
final class RecordedRequests {
    private final Map<SessionId, SessionOpened> sessions = new LinkedHashMap<>();
    private final List<Approval> requests = new ArrayList<>();
    private final List<ApprovalDecided> decisions = new ArrayList<>();
    private final String name;

    private RecordedRequests(String origin) {
        name = origin.substring(0, origin.indexOf('/')) + ":8443";
    }

    static RecordedRequests of(Path log) {
        try (var reader =
                SessionLogReader.open(
                        log, ReadingKeys.read(ReadingKeys.beside(log).stream().toList()))) {
            var read = new RecordedRequests(reader.origin());
            for (long index = 0; index < reader.size(); index++) {
                read.note(reader, reader.record(index));
            }
            return read;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void note(SessionLogReader reader, LogRecord record) throws IOException {
        switch (record.event()) {
            case SessionOpened opened ->
                    sessions.put(opened.session(), opened.of(reader.agent(record, opened)));
            case ApprovalRequested asked -> {
                var frames = reader.payload(record).payload().orElseThrow().frames();
                requests.add(waiting(asked, frames.stream().map(WireFrame::bytes).toList()));
            }
            case ApprovalDecided decided -> decisions.add(decided);
            default -> {}
        }
    }

    private Approval waiting(ApprovalRequested asked, List<byte[]> messages) {
        var session = sessions.get(asked.session());
        var consent =
                new ConsentRequest(
                        asked.request(),
                        asked.session(),
                        asked.command(),
                        session.agent().named().orElseThrow(),
                        session.resource(),
                        ConsentRequest.commandSha256(messages),
                        session.policyDigest(),
                        asked.nonce(),
                        asked.expires());
        return new Approval(
                consent,
                Approval.State.WAITING,
                asked.digest(),
                asked.at(),
                messages,
                asked.facts().verbs(),
                asked.facts().objects(),
                asked.rule().id(),
                asked.rule().place(),
                "Deleting data needs the consent of a database approver.",
                List.of("db-approvers"),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    /// When the newest request waited.
    Instant newestWaits() {
        return requests.getLast().asked().plusMillis(1_200);
    }

    /// The decision on the newest request.
    ApprovalDecided newestDecision() {
        return decisions.getLast();
    }

    /// The gateway at a moment.
    SampleGateway gateway(Instant now) {
        return new SampleGateway(
                name,
                decisions.getLast().approver(),
                requests.stream().map(asked -> asOf(asked, now)).toList());
    }

    private Approval asOf(Approval asked, Instant now) {
        return decisions.stream()
                .filter(one -> one.request().equals(asked.id()) && one.at().isBefore(now))
                .findFirst()
                .map(one ->
                        SampleGateway.decided(
                                asked,
                                one.approved() ? Approval.State.APPROVED : Approval.State.DENIED,
                                one.approver().name(),
                                one.at(),
                                one.reason()))
                .orElse(asked);
    }
}
