package org.affidavit.gateway.approval;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collections;
import org.affidavit.gateway.approval.Approvals.Request;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.Independence;
import org.affidavit.sessionlog.event.Principal;

/// Whether a decision counts. Each reason against it has a code of its own.
final class ConsentChecks {
    private ConsentChecks() {}

    static ConsentDecision check(
            Waiting waiting, Principal approver, String jws, EnrolledDevices devices, Instant now)
            throws DecisionRefused {
        Request request = waiting.request();
        String id = request.consent().request();
        if (waiting.hasEnded()) {
            throw notWaiting(id);
        }
        if (!now.isBefore(request.consent().expires())) {
            throw new DecisionRefused("expired", "The request " + id + " has expired.");
        }
        mayDecide(request, approver);
        ConsentDecision decision = devices.verify(approver, jws);
        if (!decision.request().equals(id) || !same(decision.digest(), request.digest())) {
            throw new DecisionRefused(
                    "digest-mismatch",
                    "The decision was signed over something else than what is held here.");
        }
        return decision;
    }

    static DecisionRefused notWaiting(String request) {
        return new DecisionRefused(
                "not-waiting", "The request " + request + " is decided or has lapsed already.");
    }

    private static void mayDecide(Request request, Principal approver) throws DecisionRefused {
        if (Collections.disjoint(request.approverGroups(), approver.groups())) {
            throw new DecisionRefused(
                    "not-approver",
                    "Only members of "
                            + String.join(" or ", request.approverGroups())
                            + " may decide this.");
        }
        if (!Independence.holds(request.consent().agent(), approver)) {
            throw new DecisionRefused(
                    "self-approval", "The agent and its owner cannot decide on its own commands.");
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
