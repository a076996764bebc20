package org.affidavit.sessionlog.consent;

import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalDecided;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalRequested;
import org.affidavit.sessionlog.event.SessionEvent.SessionAborted;
import org.affidavit.sessionlog.event.SessionEvent.SessionClosed;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.vault.PayloadReading;

/// Checks from the log alone that a decision was made by the approver it names, with a device key
/// that was theirs before, about exactly the bytes that were held.
///
/// Takes events in the order of the log. The gateway checked the same before it wrote the record;
/// this does not take its word.
public final class DecisionCheck {
    private final DeviceRecords devices = new DeviceRecords();
    private final Map<SessionId, Session> sessions = new HashMap<>();

    /// @param consent empty if the bytes that were held, or who the agent is, cannot be seen
    /// @param obstacle why they cannot, as a sentence without its end
    private record Asked(
            ApprovalRequested event, Optional<ConsentRequest> consent, String obstacle) {}

    /// Keeps nothing of the payload but who the agent is: a log can hold any number of sessions.
    ///
    /// @param agent empty if that cannot be seen
    /// @param hidden why it cannot, as part of a sentence
    private record Session(
            SessionOpened opened,
            Optional<Principal> agent,
            String hidden,
            Map<String, Asked> asked) {
        static Session of(SessionOpened opened, PayloadReading reading) {
            Optional<Principal> agent = reading.agent(opened).named();
            return new Session(opened, agent, reading.obstacle(), new HashMap<>());
        }

        /// Why what was agreed to cannot be seen.
        String obstacle(PayloadReading held) {
            if (held.payload().isEmpty()) {
                return "the bytes that were held are " + held.obstacle();
            }
            return "who the agent is cannot be seen"
                    + (hidden.isEmpty() ? "" : ": it is " + hidden);
        }
    }

    /// Takes the next event.
    ///
    /// @param payload of its record; looked at for `session.opened` and `approval.requested` only
    /// @return what was found, if it is a decision
    public Optional<DecisionFinding> add(long record, Event event, PayloadReading payload) {
        devices.take(record, event);
        switch (event) {
            case SessionOpened it -> sessions.putIfAbsent(it.session(), Session.of(it, payload));
            case ApprovalRequested it -> asked(it, payload);
            case ApprovalDecided it -> {
                return Optional.of(finding(record, it));
            }
            case SessionClosed it -> sessions.remove(it.session());
            case SessionAborted it -> sessions.remove(it.session());
            default -> {}
        }
        return Optional.empty();
    }

    private void asked(ApprovalRequested it, PayloadReading reading) {
        Session session = sessions.get(it.session());
        if (session != null) {
            Optional<ConsentRequest> consent =
                    session.agent()
                            .flatMap(agent ->
                                    reading.payload()
                                            .map(payload ->
                                                    consent(it, agent, session.opened(), payload)));
            String obstacle = consent.isPresent() ? "" : session.obstacle(reading);
            session.asked().putIfAbsent(it.request(), new Asked(it, consent, obstacle));
        }
    }

    private static ConsentRequest consent(
            ApprovalRequested it, Principal agent, SessionOpened opened, Payload payload) {
        List<byte[]> held = payload.frames().stream().map(WireFrame::bytes).toList();
        return new ConsentRequest(
                it.request(),
                it.session(),
                it.command(),
                agent,
                opened.resource(),
                ConsentRequest.commandSha256(held),
                opened.policyDigest(),
                it.nonce(),
                it.expires());
    }

    private DecisionFinding finding(long record, ApprovalDecided decided) {
        Session session = sessions.get(decided.session());
        Asked asked = session == null ? null : session.asked().remove(decided.request());
        if (asked == null) {
            return new DecisionFinding.Unproven(
                    "no request of this id waits for a decision in its session");
        }
        if (asked.event().command() != decided.command()) {
            return new DecisionFinding.Unproven("the request is about another command");
        }
        if (asked.consent().isPresent()
                && !asked.consent().get().digest().equals(asked.event().digest())) {
            return new DecisionFinding.Unproven(
                    "the digest on record is not that of the bytes that were held");
        }
        if (asked.consent().isPresent()
                && !Independence.holds(asked.consent().get().agent(), decided.approver())) {
            return new DecisionFinding.Unproven("the approver is the agent itself, or its owner");
        }
        try {
            return signed(record, decided, asked);
        } catch (ParseException e) {
            return new DecisionFinding.Unproven("the signature cannot be read");
        }
    }

    private DecisionFinding signed(long record, ApprovalDecided decided, Asked asked)
            throws ParseException {
        String kid = DeviceKey.signer(decided.jws());
        Optional<DeviceRecords.Enrolment> found = devices.enrolment(kid);
        if (found.isEmpty()) {
            return new DecisionFinding.Unproven(
                    "no device key with the thumbprint that it names was enrolled before it");
        }
        DeviceRecords.Enrolment enrolment = found.get();
        if (!enrolment.isOf(decided.approver())) {
            return new DecisionFinding.Unproven(
                    "the device key that it names was enrolled by somebody else");
        }
        if (devices.isRevoked(kid, record)) {
            return new DecisionFinding.Unproven(
                    "the device key that it names was revoked before it");
        }
        Optional<String> objection = devices.objection(enrolment);
        if (objection.isPresent()) {
            return new DecisionFinding.Unproven(objection.get());
        }
        String jwk = enrolment.event().jwk();
        if (!thumbprint(jwk).equals(Optional.of(kid))) {
            return new DecisionFinding.Unproven(
                    "the enrolled key does not have the thumbprint that its record states");
        }
        Optional<ConsentDecision> decision = verified(decided.jws(), jwk);
        if (decision.isEmpty()) {
            return new DecisionFinding.Unproven("the signature is not one of the enrolled key");
        }
        return differing(decision.get(), decided, asked.event().digest())
                .<DecisionFinding>map(DecisionFinding.Unproven::new)
                .orElseGet(() ->
                        asked.consent()
                                .<DecisionFinding>map(consent ->
                                        new DecisionFinding.Signed(
                                                kid, jwk, enrolment.record(), consent.canonical()))
                                .orElseGet(() -> new DecisionFinding.Unseen(asked.obstacle())));
    }

    private static Optional<String> thumbprint(String jwk) {
        try {
            return Optional.of(DeviceKey.thumbprint(jwk));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<ConsentDecision> verified(String jws, String jwk) {
        try {
            return Optional.of(DeviceKey.verify(jws, jwk));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /// What was signed that is not what the record says.
    private static Optional<String> differing(
            ConsentDecision signed, ApprovalDecided decided, String digest) {
        if (!signed.request().equals(decided.request())) {
            return Optional.of("another request was signed");
        }
        if (!signed.digest().equals(digest)) {
            return Optional.of("another digest was signed");
        }
        if (signed.approved() != decided.approved()) {
            return Optional.of("the opposite decision was signed");
        }
        return signed.reason().equals(decided.reason())
                ? Optional.empty()
                : Optional.of("another reason was signed");
    }
}
