package org.affidavit.gateway.command;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;
import tools.jackson.databind.JsonNode;

/// A held command as an approver sees it, with the digest recomputed from what is shown: nobody
/// signs a digest that somebody else computed.
final class ShownRequest {
    private final JsonNode json;
    private final ConsentRequest consent;

    private ShownRequest(JsonNode json, ConsentRequest consent) {
        this.json = json;
        this.consent = consent;
    }

    /// @throws CommandFailed with [ExitCode#ALTERED] if the digest is not that of what is shown
    static ShownRequest of(JsonNode json) throws CommandFailed {
        ConsentRequest consent = consent(json);
        if (!consent.digest().equals(text(json, "/digest"))) {
            throw new CommandFailed(
                    ExitCode.ALTERED,
                    "The gateway shows one request and asks consent for another; nothing was"
                            + " signed.",
                    "Do not decide on it. Tell whoever answers for the gateway.");
        }
        return new ShownRequest(json, consent);
    }

    private static ConsentRequest consent(JsonNode json) throws CommandFailed {
        try {
            return new ConsentRequest(
                    text(json, "/id"),
                    new SessionId(text(json, "/session")),
                    json.path("command").asInt(0),
                    new Principal(
                            text(json, "/agent/issuer"),
                            text(json, "/agent/subject"),
                            text(json, "/agent/name"),
                            text(json, "/agent/owner"),
                            texts(json.at("/agent/groups"))),
                    new Resource(text(json, "/resource/name"), text(json, "/resource/kind")),
                    text(json, "/commandSha256"),
                    text(json, "/policyDigest"),
                    text(json, "/nonce"),
                    Instant.parse(text(json, "/expires")));
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The gateway's answer is not an approval request.",
                    "Check that both are of the same version: affidavit version");
        }
    }

    String digest() {
        return consent.digest();
    }

    void printTo(PrintWriter out) {
        String statement = text(json, "/statement");
        String shown = Visible.text(statement);
        say(out, "request", consent.request() + ", " + text(json, "/state"));
        say(out, "agent", consent.agent().name() + " (" + consent.agent().issuer() + ")");
        say(out, "resource", consent.resource().name());
        say(out, "held by", text(json, "/rule") + " (" + text(json, "/place") + ")");
        say(out, "because", text(json, "/message"));
        say(out, "expires", consent.expires().toString());
        out.println("statement");
        shown.lines().forEach(line -> out.println("    " + line));
        if (!shown.equals(statement)) {
            out.println(
                    "    ! It holds characters that hide or reorder text; they are shown by"
                            + " number.");
        }
        say(out, "digest", consent.digest() + ", recomputed here");
        say(
                out,
                "covers",
                bindsStatement(statement)
                        ? "exactly the statement above"
                        : "the exact bytes held, with bound values; the statement is the gateway's"
                                + " reading of them");
    }

    /// True when the command's hash is that of this very text as one simple query.
    private boolean bindsStatement(String statement) {
        byte[] text = statement.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(text.length + 6);
        frame.put((byte) 'Q').putInt(text.length + 5).put(text).put((byte) 0);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(frame.array());
            return HexFormat.of().formatHex(hash).equals(consent.commandSha256());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void say(PrintWriter out, String name, String value) {
        out.println(name + " ".repeat(Math.max(1, 10 - name.length())) + Visible.line(value));
    }

    private static String text(JsonNode json, String pointer) {
        return json.at(pointer).asString("");
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(item -> item.asString("")).toList();
    }
}
