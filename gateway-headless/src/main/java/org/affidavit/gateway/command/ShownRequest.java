package org.affidavit.gateway.command;

import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.HeldCommand;
import tools.jackson.databind.JsonNode;

/// A held command as an approver sees it, with the digest recomputed from what is shown: nobody
/// signs a digest that somebody else computed.
final class ShownRequest {
    private final JsonNode json;
    private final ConsentRequest consent;
    private final HeldCommand command;

    private ShownRequest(JsonNode json, ConsentRequest consent, HeldCommand command) {
        this.json = json;
        this.consent = consent;
        this.command = command;
    }

    /// @throws CommandFailed with [ExitCode#ALTERED] if the digest is not that of what is shown
    static ShownRequest of(JsonNode json) throws CommandFailed {
        ConsentRequest consent = consent(json);
        List<byte[]> messages = messages(json);
        if (!consent.digest().equals(text(json, "/digest")) || !consent.covers(messages)) {
            throw new CommandFailed(
                    ExitCode.ALTERED,
                    "The gateway shows one request and asks consent for another; nothing was"
                            + " signed.",
                    "Do not decide on it. Tell whoever answers for the gateway.");
        }
        return new ShownRequest(json, consent, HeldCommand.of(consent.resource().kind(), messages));
    }

    private static List<byte[]> messages(JsonNode json) throws CommandFailed {
        try {
            return texts(json.path("messages")).stream().map(Base64.getDecoder()::decode).toList();
        } catch (IllegalArgumentException _) {
            throw notARequest();
        }
    }

    private static CommandFailed notARequest() {
        return new CommandFailed(
                ExitCode.FAILED,
                "The gateway's answer is not an approval request.",
                "Check that both are of the same version: affidavit version");
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
            throw notARequest();
        }
    }

    String digest() {
        return consent.digest();
    }

    void printTo(PrintWriter out) {
        String statement = command.text();
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
                command.unread() == 0
                        ? "the bytes that say exactly this, hashed here"
                        : "also "
                                + command.unread()
                                + " bytes that cannot be shown: do not approve");
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
