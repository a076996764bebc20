package org.affidavit.sessionlog.consent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;
import tools.jackson.databind.json.JsonMapper;

/// Exactly what an approver is asked to agree to. Its digest binds the decision to these bytes,
/// this agent, this resource, this policy and this moment.
///
/// @param request id of the approval request
/// @param commandSha256 lower-case hex over the exact wire bytes held, all frames in order
/// @param policyDigest lower-case hex SHA-256 of the policy in force
/// @param nonce 128 random bits, lower-case hex
public record ConsentRequest(
        String request,
        SessionId session,
        int command,
        Principal agent,
        Resource resource,
        String commandSha256,
        String policyDigest,
        String nonce,
        Instant expires) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// SHA-256, lower-case hex, over [#canonical].
    public String digest() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha256.digest(canonical().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// All fields as RFC 8785 canonical JSON: keys in order, no white space, integers and strings
    /// only. Keys are ASCII, so that Java's order of strings is the order the RFC asks for; Jackson
    /// escapes in strings exactly what the RFC escapes.
    public String canonical() {
        Map<String, Object> agentFields = new TreeMap<>();
        agentFields.put("groups", agent.groups());
        agentFields.put("issuer", agent.issuer());
        agentFields.put("name", agent.name());
        agentFields.put("owner", agent.owner());
        agentFields.put("subject", agent.subject());
        Map<String, Object> fields = new TreeMap<>();
        fields.put("agent", agentFields);
        fields.put("command", command);
        fields.put("command_sha256", commandSha256);
        fields.put("expires", expires.toString());
        fields.put("nonce", nonce);
        fields.put("policy_digest", policyDigest);
        fields.put("request", request);
        fields.put(
                "resource",
                new TreeMap<>(Map.of("kind", resource.kind(), "name", resource.name())));
        fields.put("session", session.value());
        fields.put("type", "affidavit-consent-v1");
        return JSON.writeValueAsString(fields);
    }
}
