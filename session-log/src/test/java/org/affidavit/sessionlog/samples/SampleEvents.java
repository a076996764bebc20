package org.affidavit.sessionlog.samples;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// One event of every type, with values that are hard on an encoding.
public final class SampleEvents {
    private static final Instant AT = Instant.parse("2026-11-20T14:00:00.000000001Z");
    private static final String HASH = "ab".repeat(32);
    private static final String EMPTY_ROOT =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final Principal HARD =
            new Principal(
                    "https://id.example/a\"b\\c",
                    "line\nbreak\ttab\u0001\u001f\u007f",
                    "Žofie 🦊 \u2028 </script>",
                    "",
                    List.of("", "a", "ä"));

    private SampleEvents() {}

    /// Every type, in an order that a log accepts; two sessions, both ended.
    public static List<Event> all() {
        var first = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
        var second = new SessionId("01KA5B9ZZ3E5F7G9H1J3K5M7N9");
        var facts = new CommandFacts("query", List.of("SELECT", "OPAQUE"), List.of("public.\"ü\""));
        var rule = new RuleRef("r1", "policy.yaml:1");
        return List.of(
                new GatewayEvent.LogCreated(AT, SampleLogs.ORIGIN),
                new GatewayEvent.GatewayStarted(AT, "boot", "0.1.0", HASH),
                new GatewayEvent.LogRecovered(AT, Long.MAX_VALUE, HASH, 7, 0, ""),
                new GatewayEvent.LogRecovered(AT, 0, "", 7, 3, ""),
                new GatewayEvent.LogRecovered(AT, 0, "", 7, 3, HASH),
                new GatewayEvent.Heartbeat(AT, "boot", Long.MIN_VALUE, Integer.MAX_VALUE),
                new GatewayEvent.PeriodClosed(
                        AT, SampleLogs.START, AT.plusSeconds(9), 0, EMPTY_ROOT, 0),
                new GatewayEvent.PolicyLoaded(AT, HASH, "a.yaml\nb.yaml"),
                new GatewayEvent.DeviceEnrolled(AT, HARD, "thumb", "{\"kty\":\"EC\"}"),
                new GatewayEvent.DeviceEnrolled(
                        AT, HARD, "thumb-2", "{}", vouching("first-use", Optional.empty())),
                new GatewayEvent.DeviceEnrolled(
                        AT, HARD, "thumb-3", "{}", vouching("thumb-2", Optional.of("jws"))),
                new GatewayEvent.DeviceRevoked(AT, "thumb-2", "thumb-3", Optional.of("jws")),
                new GatewayEvent.DeviceRevoked(AT, "thumb-3", "operator", Optional.empty()),
                new GatewayEvent.CheckpointTimestamped(AT, 1L << 60, "00".repeat(32), AT),
                new GatewayEvent.SecretIssued(
                        AT, "01KA5B9ZZ3E5F7G9H1J3K5M7N9", "https://id.example", "ü", AT),
                new GatewayEvent.SecretRevoked(AT, "01KA5B9ZZ3E5F7G9H1J3K5M7N9"),
                new GatewayEvent.AccessRefused(AT, "", "", "[::1]:1", "token-expired", 3),
                opened(first),
                new SessionEvent.CommandIntended(first, AT, 1, facts, rule, Optional.empty()),
                new SessionEvent.ResponseDelivered(first, AT, 1, 1),
                new SessionEvent.CommandFinished(
                        first,
                        AT,
                        1,
                        SessionEvent.Outcome.UNKNOWN,
                        -1,
                        1L << 60,
                        "",
                        List.of(
                                new SessionEvent.MaskedColumn("e", "m", 9),
                                new SessionEvent.MaskedColumn("x", "m", 9, "public.c.e"))),
                new SessionEvent.CommandRefused(first, AT, 2, facts, RuleRef.DEFAULT, "no"),
                new SessionEvent.ApprovalRequested(
                        first, AT, 3, facts, rule, "req", HASH, "ef", AT.plusSeconds(60)),
                new SessionEvent.ApprovalDecided(first, AT, 3, "req", HARD, false, "why", "a.b.c"),
                openedWithSecret(second),
                new SessionEvent.ApprovalLapsed(
                        first, AT, 4, "req2", SessionEvent.LapseCause.SESSION_ENDED),
                new SessionEvent.CommandIntended(second, AT, 1, facts, rule, Optional.of("req3")),
                closed(first),
                new SessionEvent.SessionAborted(second, AT, "crash"),
                new GatewayEvent.GatewayStopped(AT, "boot"));
    }

    /// Those that a log writes only when it is asked to erase something, or not to.
    public static List<Event> orders() {
        var session = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
        String hold = "01KA5B9ZZ3E5F7G9H1J3K5M7N9";
        return List.of(
                new GatewayEvent.PayloadErased(
                        AT, session, Optional.empty(), 1L << 60, "Žofie", "law", "a \"reason\""),
                new GatewayEvent.PayloadErased(AT, session, Optional.of(7L), 1, "", "", ""),
                new GatewayEvent.HoldPlaced(AT, hold, Optional.of(session), "legal", "case"),
                new GatewayEvent.HoldPlaced(AT, hold, Optional.empty(), "legal", "case"),
                new GatewayEvent.HoldReleased(AT, hold, "legal", "settled"));
    }

    private static Optional<GatewayEvent.Vouching> vouching(String by, Optional<String> voucher) {
        return Optional.of(new GatewayEvent.Vouching(by, "jws", voucher));
    }

    /// The opening of a session.
    public static SessionEvent opened(SessionId id) {
        return new SessionEvent.SessionOpened(
                id, AT, HARD, new Resource("prod-db", "postgres"), "client", HASH);
    }

    private static SessionEvent openedWithSecret(SessionId id) {
        return new SessionEvent.SessionOpened(
                id,
                AT,
                new Agent.Named(HARD),
                new Resource("prod-db", "postgres"),
                "client",
                HASH,
                Optional.of("01KA5B9ZZ3E5F7G9H1J3K5M7N9"));
    }

    /// The orderly end of a session.
    public static SessionEvent closed(SessionId id) {
        return new SessionEvent.SessionClosed(id, AT, SessionEvent.CloseCause.AGENT_LEFT);
    }

    /// Two frames, one of them empty.
    public static Payload payload() {
        return new Payload(
                List.of(
                        new WireFrame(Direction.FROM_AGENT, 0, new byte[] {0, -1, 7}),
                        new WireFrame(Direction.TO_AGENT, Long.MAX_VALUE, new byte[0])));
    }
}
