package org.affidavit.sessionlog.consent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.affidavit.sessionlog.encode.CanonicalJson;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;

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
    /// The hash of the bytes of a held command: SHA-256, lower-case hex.
    ///
    /// @param messages in order
    public static String commandSha256(List<byte[]> messages) {
        MessageDigest sha256 = sha256();
        messages.forEach(sha256::update);
        return HexFormat.of().formatHex(sha256.digest());
    }

    /// True when these are the bytes that are agreed to.
    ///
    /// @param messages in order
    public boolean covers(List<byte[]> messages) {
        return commandSha256(messages).equals(commandSha256);
    }

    /// SHA-256, lower-case hex, over [#canonical].
    public String digest() {
        return HexFormat.of().formatHex(sha256().digest(bytes()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// All fields as RFC 8785 canonical JSON: keys in order, no white space, integers and strings
    /// only.
    ///
    /// @throws IllegalArgumentException if a field has no UTF-8 form
    public String canonical() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        SortedMap<String, Object> agentFields = new TreeMap<>();
        agentFields.put("groups", agent.groups());
        agentFields.put("issuer", agent.issuer());
        agentFields.put("name", agent.name());
        agentFields.put("owner", agent.owner());
        agentFields.put("subject", agent.subject());
        SortedMap<String, Object> fields = new TreeMap<>();
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
        try {
            return CanonicalJson.write(fields);
        } catch (Malformed e) {
            throw new IllegalArgumentException("A field has no UTF-8 form", e);
        }
    }
}
