package org.affidavit.sessionlog.encode;

import java.time.Instant;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalDecided;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalLapsed;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalRequested;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.CommandFinished;
import org.affidavit.sessionlog.event.SessionEvent.CommandIntended;
import org.affidavit.sessionlog.event.SessionEvent.CommandRefused;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.SessionEvent.ResponseDelivered;
import org.affidavit.sessionlog.event.SessionEvent.SessionAborted;
import org.affidavit.sessionlog.event.SessionEvent.SessionClosed;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;

/// Names and fields of what happens inside sessions.
final class SessionEventCodec {
    private SessionEventCodec() {}

    static String type(SessionEvent event) {
        return switch (event) {
            case SessionOpened _ -> "session.opened";
            case CommandIntended _ -> "command.intended";
            case CommandRefused _ -> "command.refused";
            case ApprovalRequested _ -> "approval.requested";
            case ApprovalDecided _ -> "approval.decided";
            case ApprovalLapsed _ -> "approval.lapsed";
            case ResponseDelivered _ -> "response.delivered";
            case CommandFinished _ -> "command.finished";
            case SessionClosed _ -> "session.closed";
            case SessionAborted _ -> "session.aborted";
        };
    }

    static Fields fields(SessionEvent event) throws Malformed {
        var out = new Fields();
        return switch (event) {
            case SessionOpened e -> {
                e.secret().ifPresent(secret -> out.put("secret", secret));
                yield out.put("agent", ValueCodec.agent(e.agent()))
                        .put("resource", ValueCodec.resource(e.resource()))
                        .put("client", e.client())
                        .put("policy", e.policyDigest());
            }
            case CommandIntended e -> {
                e.request().ifPresent(request -> out.put("request", request));
                yield out.put("command", e.command())
                        .put("facts", ValueCodec.facts(e.facts()))
                        .put("rule", ValueCodec.rule(e.rule()));
            }
            case CommandRefused e ->
                    out.put("command", e.command())
                            .put("facts", ValueCodec.facts(e.facts()))
                            .put("rule", ValueCodec.rule(e.rule()))
                            .put("message", e.message());
            case ApprovalRequested e ->
                    out.put("command", e.command())
                            .put("facts", ValueCodec.facts(e.facts()))
                            .put("rule", ValueCodec.rule(e.rule()))
                            .put("request", e.request())
                            .put("digest", e.digest())
                            .put("nonce", e.nonce())
                            .put("expires", e.expires());
            case ApprovalDecided e -> decided(e, out);
            case ApprovalLapsed e ->
                    out.put("command", e.command())
                            .put("request", e.request())
                            .put("cause", e.cause());
            case ResponseDelivered e -> out.put("command", e.command()).put("part", e.part());
            case CommandFinished e ->
                    out.put("command", e.command())
                            .put("outcome", e.outcome())
                            .put("rows", e.rows())
                            .put("bytes", e.bytes())
                            .put("code", e.code())
                            .put("masked", ValueCodec.masked(e.masked()));
            case SessionClosed e -> out.put("cause", e.cause());
            case SessionAborted e -> out.put("reason", e.reason());
        };
    }

    private static Fields decided(ApprovalDecided e, Fields out) {
        return out.put("command", e.command())
                .put("request", e.request())
                .put("approver", ValueCodec.principal(e.approver()))
                .put("approved", e.approved())
                .put("reason", e.reason())
                .put("jws", e.jws());
    }

    static SessionEvent read(String type, SessionId session, Instant at, FieldsIn in)
            throws Malformed {
        return switch (type) {
            case "session.opened" ->
                    new SessionOpened(
                            session,
                            at,
                            ValueCodec.agent(in.object("agent")),
                            ValueCodec.resource(in.object("resource")),
                            in.text("client"),
                            in.text("policy"),
                            in.maybeText("secret"));
            case "session.closed" ->
                    new SessionClosed(session, at, in.word("cause", CloseCause.class));
            case "session.aborted" -> new SessionAborted(session, at, in.text("reason"));
            case "approval.requested", "approval.decided", "approval.lapsed" ->
                    readApproval(type, session, at, in);
            default -> readCommand(type, session, at, in);
        };
    }

    private static SessionEvent readCommand(String type, SessionId session, Instant at, FieldsIn in)
            throws Malformed {
        int command = in.number("command");
        return switch (type) {
            case "command.intended" ->
                    new CommandIntended(
                            session,
                            at,
                            command,
                            ValueCodec.facts(in.object("facts")),
                            ValueCodec.rule(in.object("rule")),
                            in.maybeText("request"));
            case "command.refused" ->
                    new CommandRefused(
                            session,
                            at,
                            command,
                            ValueCodec.facts(in.object("facts")),
                            ValueCodec.rule(in.object("rule")),
                            in.text("message"));
            case "response.delivered" ->
                    new ResponseDelivered(session, at, command, in.number("part"));
            case "command.finished" ->
                    new CommandFinished(
                            session,
                            at,
                            command,
                            in.word("outcome", Outcome.class),
                            in.wideNumber("rows"),
                            in.wideNumber("bytes"),
                            in.text("code"),
                            ValueCodec.masked(in.objects("masked")));
            default -> throw new Malformed("unknown type \"" + type + "\" in a session");
        };
    }

    private static SessionEvent readApproval(
            String type, SessionId session, Instant at, FieldsIn in) throws Malformed {
        int command = in.number("command");
        String request = in.text("request");
        return switch (type) {
            case "approval.requested" ->
                    new ApprovalRequested(
                            session,
                            at,
                            command,
                            ValueCodec.facts(in.object("facts")),
                            ValueCodec.rule(in.object("rule")),
                            request,
                            in.text("digest"),
                            in.text("nonce"),
                            in.time("expires"));
            case "approval.decided" ->
                    new ApprovalDecided(
                            session,
                            at,
                            command,
                            request,
                            ValueCodec.principal(in.object("approver")),
                            in.truth("approved"),
                            in.text("reason"),
                            in.text("jws"));
            default ->
                    new ApprovalLapsed(
                            session, at, command, request, in.word("cause", LapseCause.class));
        };
    }
}
