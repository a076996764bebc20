package org.affidavit.gateway.control;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.affidavit.gateway.approval.Approvals.Outcome;
import org.affidavit.gateway.approval.Approvals.Request;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.Principal;

/// The shapes of `openapi.yaml`.
final class ApprovalJson {
    private ApprovalJson() {}

    static Map<String, Object> of(Principal principal) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("issuer", principal.issuer());
        fields.put("subject", principal.subject());
        fields.put("name", principal.name());
        fields.put("owner", principal.owner());
        fields.put("groups", principal.groups());
        return fields;
    }

    /// Everything a person needs, and everything the digest is made of.
    static Map<String, Object> of(Request request) {
        ConsentRequest consent = request.consent();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", consent.request());
        fields.put("state", request.outcome().map(ApprovalJson::state).orElse("waiting"));
        fields.put("digest", request.digest());
        fields.put("session", consent.session().value());
        fields.put("command", consent.command());
        fields.put("agent", of(consent.agent()));
        fields.put(
                "resource",
                Map.of("name", consent.resource().name(), "kind", consent.resource().kind()));
        fields.put("commandSha256", consent.commandSha256());
        fields.put("policyDigest", consent.policyDigest());
        fields.put("nonce", consent.nonce());
        fields.put("asked", request.asked().toString());
        fields.put("expires", consent.expires().toString());
        fields.put("statement", request.statement());
        fields.put(
                "messages",
                request.messages().stream().map(Base64.getEncoder()::encodeToString).toList());
        fields.put("kind", request.facts().kind());
        fields.put("verbs", request.facts().verbs());
        fields.put("objects", request.facts().objects());
        fields.put("rule", request.rule().id());
        fields.put("place", request.rule().place());
        fields.put("message", request.message());
        fields.put("approverGroups", request.approverGroups());
        request.outcome().ifPresent(outcome -> addOutcome(fields, outcome));
        request.decidedAt().ifPresent(at -> fields.put("decidedAt", at.toString()));
        return fields;
    }

    private static String state(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Approved _ -> "approved";
            case Outcome.Refused _ -> "denied";
            case Outcome.Lapsed _ -> "lapsed";
        };
    }

    private static void addOutcome(Map<String, Object> fields, Outcome outcome) {
        switch (outcome) {
            case Outcome.Approved(_, Principal approver, String reason) -> {
                fields.put("decidedBy", approver.name());
                fields.put("reason", reason);
            }
            case Outcome.Refused(_, Principal approver, String reason) -> {
                fields.put("decidedBy", approver.name());
                fields.put("reason", reason);
            }
            case Outcome.Lapsed(_, var cause) -> fields.put("reason", cause.name());
        }
    }
}
