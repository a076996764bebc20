package org.affidavit.sessionlog.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LeafTest {
    private static final UUID BOOT = UUID.fromString("5b1c7f9e-0a52-4f0e-9c3b-8f6f6d2a9b10");
    private static final Instant AT = Instant.parse("2026-11-22T20:24:09.1Z");
    private static final SessionId SESSION = new SessionId("01KB2N9V3TQ7Z8X4C5D6E7F8G9");
    private static final String HEARTBEAT =
            "{\"boot\":\"5b1c7f9e-0a52-4f0e-9c3b-8f6f6d2a9b10\","
                    + "\"e\":{\"boot\":\"b\",\"monotonicNanos\":\"5\",\"openSessions\":2},"
                    + "\"n\":\"42\",\"t\":\"gateway.heartbeat\","
                    + "\"ts\":\"2026-11-22T20:24:09.100000000Z\",\"v\":1}";

    static List<Event> events() {
        return Stream.concat(SampleEvents.all().stream(), SampleEvents.orders().stream())
                .map(LeafTest::withheld)
                .toList();
    }

    private static Event withheld(Event event) {
        try {
            return event instanceof SessionEvent.SessionOpened opened
                    ? opened.of(
                            AgentDisclosures.of(
                                            opened.agent().named().orElseThrow(),
                                            new SecureRandom())
                                    .agent())
                    : event;
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isExactlyTheseBytes() throws Malformed {
        assertThat(new String(heartbeat().bytes(), UTF_8)).isEqualTo(HEARTBEAT);
        assertThat(Leaf.read(HEARTBEAT.getBytes(UTF_8))).isEqualTo(heartbeat());
    }

    /// Nothing is written again on reading, so this is what there is one form by.
    @ParameterizedTest
    @MethodSource("events")
    void isUnderstoodInNoOtherForm(Event event) throws Malformed {
        byte[] bytes = leafOf(event).bytes();
        int understood = 0;
        for (int at = 0; at < bytes.length; at++) {
            for (String there : List.of("", "0", "1", "+", "-", "A", "a", "\\u0041", " ", "\"\"")) {
                byte[] changed = replaced(bytes, at, there);
                Optional<Leaf> leaf = read(changed);
                if (leaf.isPresent()) {
                    understood++;
                    assertThat(leaf.get().bytes()).isEqualTo(changed);
                }
            }
        }
        assertThat(understood).isPositive();
    }

    private static byte[] replaced(byte[] bytes, int at, String there) {
        var changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, at);
        changed.writeBytes(there.getBytes(UTF_8));
        changed.write(bytes, at + 1, bytes.length - at - 1);
        return changed.toByteArray();
    }

    private static Optional<Leaf> read(byte[] bytes) {
        try {
            return Optional.of(Leaf.read(bytes));
        } catch (Malformed refused) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void comesBackAsWritten(Event event) throws Malformed {
        Leaf leaf = leafOf(event);
        assertThat(Leaf.read(leaf.bytes())).isEqualTo(leaf);
    }

    private static Leaf leafOf(Event event) {
        boolean inSession = event instanceof SessionEvent;
        boolean ends =
                event instanceof SessionEvent.SessionClosed
                        || event instanceof SessionEvent.SessionAborted;
        return new Leaf(
                Long.MAX_VALUE,
                BOOT,
                event,
                inSession ? Optional.of(new Leaf.Link(3, "ab".repeat(32))) : Optional.empty(),
                ends ? Optional.of(new Leaf.Total(4, "cd".repeat(32))) : Optional.empty(),
                event instanceof SessionEvent.SessionOpened
                        ? Optional.of(new Leaf.KeyFrame(100, 300, "01".repeat(32)))
                        : Optional.empty(),
                inSession
                        ? Optional.of(
                                new Leaf.Commitment(
                                        9, 100, 1L << 40, "ef".repeat(32), 7, "23".repeat(32)))
                        : Optional.empty());
    }

    @Test
    void refusesWhatStandsThereForNothing() throws Malformed {
        var recovered = leaf(new GatewayEvent.LogRecovered(AT, 0, "", 3, 0, ""));
        String text = new String(recovered.bytes(), UTF_8);
        for (String nothing : List.of("\"adopted\":\"0\",", "\"adoptedSha256\":\"\",")) {
            String changed = text.replace("\"e\":{", "\"e\":{" + nothing);
            assertThatThrownBy(() -> Leaf.read(changed.getBytes(UTF_8)))
                    .hasMessageContaining("says nothing");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCauseOfAnEndComesBackAsWritten(CloseCause cause) throws Malformed {
        var leaf =
                new Leaf(
                        8,
                        BOOT,
                        new SessionEvent.SessionClosed(SESSION, AT, cause),
                        Optional.of(new Leaf.Link(3, "ab".repeat(32))),
                        Optional.of(new Leaf.Total(4, "cd".repeat(32))),
                        Optional.empty(),
                        Optional.empty());
        assertThat(Leaf.read(leaf.bytes())).isEqualTo(leaf);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"v\":1}           | \"v\":1,\"v\":1}          | stands twice",
                "\"openSessions\":2 | \"openSessions\":2.0      | no place here",
                "\"openSessions\":2 | \"openSessions\":02       | not well-formed",
                "\"openSessions\":2 | \"openSessions\":2e0      | no place here",
                "\"openSessions\":2 | \"openSessions\":\"2\"    | wrong kind",
                "\"openSessions\":2 | \"openSessions\":null     | no place here",
                "\"openSessions\":2 | \"openSessions\":4294967296 | out of bounds",
                "\"openSessions\":2 | \"openSessions\":9007199254740992 | beyond 2^53",
                "\"openSessions\":2 | \"openSessions\":99999999999999999999 | not well-formed",
                "\"openSessions\":2 | \"other\":2               | missing",
                "\"openSessions\":2 | \"openSessions\":2,\"x\":1 | unknown field",
                "\"v\":1}           | \"v\":1,\"w\":1}          | unknown field",
                "\"v\":1}           | \"v\":2}                  | unknown version",
                "\"v\":1}           | \"v\":1}{}                | follows",
                "\"v\":1}           | \"v\":1                   | not well-formed",
                "\"n\":\"42\"       | \"n\":\"042\"             | canonical",
                "\"n\":\"42\"       | \"n\":\"+42\"             | canonical",
                "\"n\":\"42\"       | \"n\":\"x\"               | not a decimal",
                "\"n\":\"42\"       | \"n\" :\"42\"             | canonical",
                "\"n\":\"42\"       | \"\\u006e\":\"42\"        | canonical",
                ".100000000Z        | .1Z                       | canonical",
                "T20:24:09          | T20:24:60                 | RFC 3339",
                "5b1c7f9e-0a52      | 5B1C7F9E-0a52             | canonical",
                "gateway.heartbeat  | gateway.unheard           | unknown type",
                "gateway.heartbeat  | session.opened            | unknown type",
                "\"t\":             | \"s\":\"x\",\"t\":        | not a session id",
                "{\"boot\":\"b\"    | {\"boot\":[[[[[[[]]]]]]]  | not well-formed",
            })
    void refusesEveryOtherForm(String from, String to, String why) {
        String changed = HEARTBEAT.replace(from.strip(), to.strip());
        assertThat(changed).isNotEqualTo(HEARTBEAT);
        assertThatThrownBy(() -> Leaf.read(changed.getBytes(UTF_8)))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining(why.strip());
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] bytes = HEARTBEAT.getBytes(UTF_8);
        bytes[10] = (byte) 0xC0;
        assertThatThrownBy(() -> Leaf.read(bytes)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesATextThatHasNoUtf8Form() {
        var leaf = leaf(new GatewayEvent.GatewayStopped(AT, "\ud83e"));
        assertThatThrownBy(leaf::bytes).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesToBeLongerThanTheFormatAllows() {
        var leaf = leaf(new GatewayEvent.GatewayStopped(AT, "x".repeat(Leaf.BYTES_MAX)));
        assertThatThrownBy(leaf::bytes)
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("at most 65535");
    }

    @Test
    void writesTextAsRfc8785Does() throws Malformed {
        var leaf = leaf(new GatewayEvent.GatewayStopped(AT, "\u0000\b\u001f\"\\/\u007f\u2028é🦊"));
        assertThat(new String(leaf.bytes(), UTF_8))
                .contains("\"\\u0000\\b\\u001f\\\"\\\\/\u007f\u2028é🦊\"");
    }

    private static Leaf heartbeat() {
        return leaf(new GatewayEvent.Heartbeat(AT, "b", 5, 2));
    }

    private static Leaf leaf(Event event) {
        return new Leaf(
                42,
                BOOT,
                event,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
