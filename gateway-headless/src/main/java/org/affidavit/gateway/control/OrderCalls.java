package org.affidavit.gateway.control;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.affidavit.sessionlog.Erasure;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.OrderRefused;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.GatewayEvent.HoldPlaced;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.SessionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Calls that erase and hold. Who orders is whom the token names, never what a body says.
record OrderCalls(LogOrders orders) {
    private static final Logger LOG = LoggerFactory.getLogger(OrderCalls.class);

    /// A body that is not what is expected.
    private static final class BadBody extends Exception {
        private static final long serialVersionUID = 1;

        BadBody(String expected) {
            super(expected, null, false, false);
        }
    }

    CompletableFuture<Answer> answer(ControlApi.Call call, Principal who) {
        String by = who.subject() + " at " + who.issuer();
        if (Collections.disjoint(who.groups(), orders.officers())) {
            return done(refuse(call, by, notOfficer()));
        }
        try {
            return switch (call.route()) {
                case ERASURES -> erase(call, by);
                case HOLDS -> ask(call, by, log -> Answer.json(200, list(log)));
                case HOLD -> place(call, by);
                case RELEASE -> release(call, by);
                default -> throw new IllegalArgumentException("No order: " + call.route());
            };
        } catch (BadBody bad) {
            return done(refuse(call, by, ControlApi.badBody(String.valueOf(bad.getMessage()))));
        }
    }

    private CompletableFuture<Answer> erase(ControlApi.Call call, String by) throws BadBody {
        String expected =
                "{\"session\": \"ID\", \"basis\": \"...\", \"reason\": \"...\"}, and \"record\" (a"
                        + " number) for the payload of one record alone";
        JsonNode body =
                body(call, Set.of("session", "basis", "reason"), Set.of("record"), expected);
        JsonNode record = body.path("record");
        boolean one = !record.isMissingNode();
        if (one && !(record.isIntegralNumber() && record.canConvertToLong())) {
            throw new BadBody(expected);
        }
        var wanted =
                new Erasure(
                        session(body, expected),
                        one ? Optional.of(record.longValue()) : Optional.empty(),
                        by,
                        text(body, "basis", expected),
                        text(body, "reason", expected));
        return ask(call, by, log -> erased(log.erase(wanted)));
    }

    private static Answer erased(Erasure.Done done) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("finished", true);
        fields.put("record", done.order());
        fields.put("resumed", done.resumed());
        fields.put("payloads", done.payloads());
        fields.put("bytes", done.bytes());
        fields.put("keyGone", done.keyGone());
        return Answer.json(201, fields);
    }

    private CompletableFuture<Answer> place(ControlApi.Call call, String by) throws BadBody {
        String expected =
                "{\"session\": \"ID\", \"reason\": \"...\"}, or \"all\": true instead of the"
                        + " session";
        JsonNode body = body(call, Set.of("reason"), Set.of("session", "all"), expected);
        boolean all = !body.path("all").isMissingNode();
        if (all == body.has("session") || (all && !body.path("all").booleanValue(false))) {
            throw new BadBody(expected);
        }
        Optional<SessionId> covered = all ? Optional.empty() : Optional.of(session(body, expected));
        String reason = text(body, "reason", expected);
        return ask(call, by, log -> Answer.json(201, hold(log.placeHold(covered, by, reason))));
    }

    private CompletableFuture<Answer> release(ControlApi.Call call, String by) throws BadBody {
        String expected = "{\"reason\": \"...\"}";
        JsonNode body = body(call, Set.of("reason"), Set.of(), expected);
        String reason = text(body, "reason", expected);
        return ask(
                call,
                by,
                log ->
                        Answer.json(
                                200,
                                Map.of("record", log.releaseHold(call.id(), by, reason).index())));
    }

    private static Object list(SessionLog log) throws LogFailure {
        return log.holds().stream().map(OrderCalls::hold).toList();
    }

    private static Map<String, Object> hold(HoldPlaced hold) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", hold.hold());
        fields.put("placed", hold.at().toString());
        hold.session().ifPresent(session -> fields.put("session", session.value()));
        fields.put("by", hold.by());
        fields.put("reason", hold.reason());
        return fields;
    }

    /// An order that takes long goes on; its caller is told so, and asks again to hear its end.
    private CompletableFuture<Answer> ask(
            ControlApi.Call call, String by, LogOrders.Order<Answer> order) {
        return orders.submit(order)
                .exceptionally(problem -> failed(call, by, problem))
                .completeOnTimeout(
                        Answer.json(202, Map.of("finished", false)),
                        orders.answerWithin().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static Answer failed(ControlApi.Call call, String by, Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return switch (cause) {
            case OrderRefused refused -> refuse(call, by, refused(refused));
            case RejectedExecutionException _ -> refuse(call, by, busy());
            case null, default -> {
                LOG.error("An order failed: {} by {}", call.route().path, visible(by), cause);
                yield Answer.problem(
                        503,
                        "Not done",
                        "order-failed",
                        "This failed, and may be on record without being finished. The gateway's"
                                + " own log says why. Mend that and ask for the same again: an"
                                + " erasure goes on from its record.");
            }
        };
    }

    private static Answer refused(OrderRefused refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.why()) {
            case UNKNOWN -> Answer.problem(404, "Not found", "not-found", detail);
            case OPEN -> Answer.problem(409, "Not erased", "session-open", detail);
            case HELD -> Answer.problem(409, "Not erased", "held", detail);
            case DONE_BEFORE -> Answer.problem(409, "Not erased again", "erased-before", detail);
            case TEXT -> Answer.problem(400, "Not understood", "bad-text", detail);
        };
    }

    private static Answer busy() {
        return Answer.problem(
                503,
                "Too much waits",
                "busy",
                "The gateway stops, or "
                        + LogOrders.WAITING_MAX
                        + " orders wait for the disk."
                        + " Nothing was changed. Ask again in a minute.");
    }

    private Answer notOfficer() {
        return Answer.problem(
                403,
                "Not allowed",
                "not-officer",
                orders.officers().isEmpty()
                        ? "Nobody may erase or hold through this gateway: its configuration names"
                                + " no `officers` under `log`. Nothing was changed."
                        : "Only members of "
                                + String.join(" or ", orders.officers())
                                + " may erase, and place, see and release holds. Nothing was"
                                + " changed.");
    }

    private static Answer refuse(ControlApi.Call call, String by, Answer answer) {
        LOG.warn("Refused: {} {} by {}", call.route().method, call.route().path, visible(by));
        return answer;
    }

    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static JsonNode body(
            ControlApi.Call call, Set<String> needed, Set<String> possible, String expected)
            throws BadBody {
        JsonNode body = ControlApi.body(call, needed, possible);
        if (body == null) {
            throw new BadBody(expected);
        }
        return body;
    }

    private static String text(JsonNode body, String name, String expected) throws BadBody {
        if (!body.path(name).isString()) {
            throw new BadBody(expected);
        }
        return body.path(name).stringValue().strip();
    }

    private static SessionId session(JsonNode body, String expected) throws BadBody {
        try {
            return new SessionId(text(body, "session", expected));
        } catch (IllegalArgumentException _) {
            throw new BadBody(expected + "; a session's ID has 26 characters");
        }
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
