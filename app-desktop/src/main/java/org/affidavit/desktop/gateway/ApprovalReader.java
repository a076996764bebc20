package org.affidavit.desktop.gateway;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.consent.DeviceStatement;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the shapes of the control API. A field that is missing is an error, never a guess: what is
/// signed is made of these fields.
final class ApprovalReader {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ApprovalReader() {}

    static JsonNode parse(String json) throws IOException {
        try {
            return JSON.readTree(json);
        } catch (JacksonException broken) {
            throw new IOException("The gateway's answer is not JSON. Is this its address?", broken);
        }
    }

    static Approval approval(JsonNode node) throws IOException {
        try {
            return new Approval(
                    consent(node),
                    Approval.State.valueOf(text(node, "state").toUpperCase(Locale.ROOT)),
                    text(node, "digest"),
                    Instant.parse(text(node, "asked")),
                    texts(node, "messages").stream().map(Base64.getDecoder()::decode).toList(),
                    texts(node, "verbs"),
                    texts(node, "objects"),
                    text(node, "rule"),
                    text(node, "place"),
                    text(node, "message"),
                    texts(node, "approverGroups"),
                    optional(node, "decidedBy"),
                    optional(node, "decidedAt").map(Instant::parse),
                    optional(node, "reason").orElse(""));
        } catch (IllegalArgumentException | DateTimeException | JacksonException broken) {
            throw new IOException(
                    "The gateway told an approval request that this app cannot read. Nothing was"
                            + " signed; use an app and a gateway of the same version.",
                    broken);
        }
    }

    static List<Approval> approvals(JsonNode nodes) throws IOException {
        var read = new ArrayList<Approval>();
        for (var node : nodes) {
            read.add(approval(node));
        }
        return read;
    }

    static Principal principal(JsonNode node) {
        return new Principal(
                text(node, "issuer"),
                text(node, "subject"),
                text(node, "name"),
                text(node, "owner"),
                texts(node, "groups"));
    }

    /// The statement that enrols a key of the caller's.
    ///
    /// @param caller what the gateway says of the caller and of itself
    static DeviceStatement enrolment(JsonNode caller, String thumbprint, Instant now)
            throws IOException {
        if (!caller.hasNonNull("origin")) {
            throw new IOException(
                    "The gateway does not say which log is its own. Use an app and a gateway of the"
                            + " same version.");
        }
        return new DeviceStatement(
                DeviceStatement.Kind.ENROLMENT,
                text(caller, "issuer"),
                text(caller, "subject"),
                thumbprint,
                text(caller, "origin"),
                now);
    }

    private static ConsentRequest consent(JsonNode node) {
        var resource = node.required("resource");
        return new ConsentRequest(
                text(node, "id"),
                new SessionId(text(node, "session")),
                node.required("command").asInt(),
                principal(node.required("agent")),
                new Resource(text(resource, "name"), text(resource, "kind")),
                text(node, "commandSha256"),
                text(node, "policyDigest"),
                text(node, "nonce"),
                Instant.parse(text(node, "expires")));
    }

    private static String text(JsonNode node, String name) {
        return node.required(name).asString();
    }

    private static Optional<String> optional(JsonNode node, String name) {
        return node.hasNonNull(name) ? Optional.of(node.path(name).asString()) : Optional.empty();
    }

    private static List<String> texts(JsonNode node, String name) {
        var texts = new ArrayList<String>();
        node.required(name).forEach(item -> texts.add(item.asString()));
        return texts;
    }
}
