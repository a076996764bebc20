package org.affidavit.index;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.PostgresWire;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.samples.SampleReaders;

/// The sample log with one more session, for what the page on searching shows: `billing-bot` looks
/// at refunds, with its identifiers hugged by punctuation.
public final class PageLog {
    private static final SessionId REFUNDS = new SessionId("01KA5BF0Z3E5F7G9H1J3K5M7N9");
    private static final Instant AT = SampleLogs.START.plusSeconds(400);

    private PageLog() {}

    /// Writes it as [SampleLogs] does; the added session is the last.
    public static Sample write(Path folder) throws IOException {
        Sample sample = SampleLogs.write(folder);
        LogSigner key = LogSigner.load(folder.resolve("log.key"), SampleLogs.ORIGIN);
        var clock = Clock.fixed(AT, ZoneOffset.UTC);
        var options =
                new SessionLog.Options(
                        SampleLogs.ORIGIN,
                        SampleReaders.recipients(),
                        clock,
                        Duration.ofSeconds(1),
                        6000);
        try (var log = SessionLog.open(sample.folder(), key, options)) {
            append(
                    log,
                    new SessionEvent.SessionOpened(
                            REFUNDS,
                            AT,
                            new Principal("https://id", "agent|b", "billing-bot", "", List.of()),
                            new Resource("prod-db", "postgres"),
                            "10.0.0.7:41877",
                            "b0".repeat(32)));
            command(
                    log,
                    1,
                    PostgresWire.query("SELECT id FROM payments WHERE NOT refunded OR id = -1"));
            command(
                    log,
                    2,
                    PostgresWire.query(
                            "/*"
                                    + "x".repeat(5_000)
                                    + "*/select'/etc/passwd'from\"Invoice_Totals\"t,DueDates"));
            command(log, 3, parse("SELECT $1"), bind("parameter-4711"), execute());
            append(
                    log,
                    new SessionEvent.SessionClosed(
                            REFUNDS, AT, SessionEvent.CloseCause.AGENT_LEFT));
        }
        var sessions = new ArrayList<>(sample.sessions());
        sessions.add(REFUNDS);
        return new Sample(sample.folder(), sample.verifierKey(), sessions);
    }

    private static void command(SessionLog log, int command, byte[]... asked) {
        append(
                log,
                new SessionEvent.CommandIntended(
                        REFUNDS,
                        AT,
                        command,
                        new CommandFacts("query", List.of("SELECT"), List.of("public.refunds")),
                        new RuleRef("read-only", "policy.yaml:12"),
                        Optional.empty()),
                frames(Direction.FROM_AGENT, asked));
        append(
                log,
                new SessionEvent.CommandFinished(
                        REFUNDS, AT, command, SessionEvent.Outcome.COMPLETED, 1, 40, "", List.of()),
                frames(
                        Direction.TO_AGENT,
                        PostgresWire.rowDescription("contact", "note"),
                        PostgresWire.dataRow(List.of("\"alice@corp.com\",", "status: ok")),
                        PostgresWire.commandComplete("SELECT 1"),
                        PostgresWire.ready()));
    }

    private static WireFrame[] frames(Direction direction, byte[]... messages) {
        var frames = new WireFrame[messages.length];
        for (int i = 0; i < messages.length; i++) {
            frames[i] = new WireFrame(direction, i, messages[i]);
        }
        return frames;
    }

    private static void append(SessionLog log, SessionEvent event, WireFrame... frames) {
        log.append(event, new Payload(List.of(frames))).join();
    }

    private static byte[] parse(String sql) {
        return message('P', "\0" + sql + "\0\0\0");
    }

    private static byte[] bind(String value) {
        return message('B', "\0\0\0\0\0\1\0\0\0" + (char) value.length() + value + "\0\0");
    }

    private static byte[] execute() {
        return message('E', "\0\0\0\0\0");
    }

    private static byte[] message(char type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        var message = new ByteArrayOutputStream();
        message.write(type);
        message.writeBytes(ByteBuffer.allocate(4).putInt(4 + bytes.length).array());
        message.writeBytes(bytes);
        return message.toByteArray();
    }
}
