package org.affidavit.gateway.control;

import java.util.LinkedHashMap;
import java.util.Map;
import org.affidavit.gateway.approval.DecisionRefused;
import org.affidavit.gateway.identity.SecretRefused;
import org.affidavit.gateway.identity.TokenRefused;
import tools.jackson.databind.json.JsonMapper;

/// What goes back to a caller.
sealed interface Answer {
    JsonMapper JSON = JsonMapper.shared();

    /// A whole response.
    record Whole(int status, String type, String body) implements Answer {}

    /// From here on the caller hears of every change.
    record Stream() implements Answer {}

    static Answer json(int status, Object body) {
        return new Whole(status, "application/json", JSON.writeValueAsString(body));
    }

    static Answer text(int status, String body) {
        return new Whole(status, "text/plain; charset=utf-8", body);
    }

    /// A problem document (RFC 9457). The detail is for people and never quotes a token.
    static Answer problem(int status, String title, String code, String detail) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", status);
        fields.put("title", title);
        fields.put("code", code);
        fields.put("detail", detail);
        return new Whole(status, "application/problem+json", JSON.writeValueAsString(fields));
    }

    /// Something could not be written to the log, so it did not happen.
    static Answer unrecorded() {
        return problem(
                503,
                "Not recorded",
                "recording-failed",
                "This could not be written to the log, so it does not count. Nothing was approved."
                        + " The gateway's own log says why.");
    }

    static Answer refused(TokenRefused refused) {
        return problem(401, "Not signed in", refused.code(), text(refused));
    }

    static Answer refused(DecisionRefused refused) {
        int status =
                switch (refused.code()) {
                    case "not-found" -> 404;
                    case "not-waiting", "expired", "key-taken", "key-revoked", "too-many-devices" ->
                            409;
                    case "not-approver", "self-approval", "not-enrolled", "not-vouched" -> 403;
                    default -> 400;
                };
        return problem(status, "This does not count", refused.code(), text(refused));
    }

    static Answer refused(SecretRefused refused) {
        int status = refused.code().equals("too-many-secrets") ? 429 : 404;
        return problem(status, "No session secret", refused.code(), text(refused));
    }

    private static String text(Exception refused) {
        String message = refused.getMessage();
        return message == null ? "No reason was given." : message;
    }
}
