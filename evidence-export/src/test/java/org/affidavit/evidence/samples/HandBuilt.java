package org.affidavit.evidence.samples;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.evidence.report.Attachment;
import org.affidavit.evidence.report.PacketMaterial;
import org.affidavit.evidence.report.PacketTitle;
import org.affidavit.evidence.report.Report;
import org.affidavit.evidence.report.ReportLimits;
import org.affidavit.evidence.report.ReportWriter;
import org.affidavit.evidence.report.SessionMaterial;
import org.affidavit.sessionlog.Checkpoint;
import org.affidavit.sessionlog.consent.DecisionFinding;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.affidavit.sessionlog.transcript.Frame.Column;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;
import org.affidavit.sessionlog.transcript.Step.Status;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.Coverage;
import org.affidavit.sessionlog.verify.Erased;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Material for reports, made by hand: every kind of step once, no log needed.
public final class HandBuilt {
    public static final Instant AT = Instant.parse("2026-11-20T14:00:00.123Z");
    public static final String HASH = "3f".repeat(32);
    public static final SessionId SESSION = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
    private static final Principal AGENT =
            new Principal(
                    "https://id.corp.example",
                    "billing-bot",
                    "billing-bot",
                    "payments-team",
                    List.of("billing"));
    private static final Principal MIRA =
            new Principal(
                    "https://id.corp.example", "u-4711", "Mira Novak", "", List.of("security"));
    private static final CommandFacts FACTS =
            new CommandFacts("query", List.of("SELECT"), List.of("public.customers"));

    private HandBuilt() {}

    public static PacketTitle title() {
        return new PacketTitle(
                "Access to customer data by agents",
                "Corp Example plc",
                "Ines Ortiz, Compliance",
                AT.plusSeconds(86_400),
                "agent:billing-bot after:2026-11-20");
    }

    /// A report of these sessions.
    public static Report report(List<SessionMaterial> sessions) {
        var manifest =
                new Attachment("manifest.json", "The manifest.", "application/json", 3, HASH);
        return new ReportWriter(ReportLimits.STANDARD)
                .write(title(), "AFD-0123-4567-89AB", material(sessions), List.of(manifest));
    }

    public static PacketMaterial material(List<SessionMaterial> sessions) {
        var key =
                VerifierKey.parse(
                        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        var checks =
                List.of(
                        new CheckResult(
                                CheckResult.Check.TREE,
                                CheckResult.Status.HOLDS,
                                "The root over 33 records is the signed one."),
                        new CheckResult(
                                CheckResult.Check.PAYLOADS,
                                CheckResult.Status.UNKNOWN,
                                "One payload was not there."));
        return new PacketMaterial(
                new VerificationReport(
                        new Verdict.Intact(),
                        checks,
                        "PeterNeumann",
                        key.id(),
                        33,
                        2,
                        0,
                        48_213,
                        Optional.of(AT),
                        Optional.of(AT.plusSeconds(90)),
                        33,
                        HASH,
                        Coverage.NONE,
                        Erased.NOTHING),
                new Checkpoint(
                        "PeterNeumann", 33, HASH, "PeterNeumann\n33\nPz8=\n\n— PeterNeumann x\n"),
                key,
                sessions);
    }

    /// One session with these steps.
    public static SessionMaterial session(List<Step> steps, List<SessionEvent> events) {
        long held = count(steps, Status.HELD, Status.APPROVED, Status.LAPSED);
        var summary =
                new SessionSummary(
                        SESSION,
                        new Agent.Named(AGENT),
                        new Resource("prod-db", "postgres"),
                        "10.20.0.17:50112, PostgreSQL JDBC Driver",
                        AT,
                        Optional.of(AT.plusSeconds(90)),
                        "the agent left",
                        8,
                        32,
                        steps.size() - 2,
                        (int) count(steps, Status.DENIED),
                        (int) held,
                        (int) count(steps, Status.FAILED),
                        5,
                        4_096,
                        6,
                        List.of("Mira Novak"));
        return new SessionMaterial(
                new Transcript(summary, steps),
                events,
                Map.of(
                        "req-81",
                        new DecisionFinding.Signed("AB12CD34EF", "{\"kty\":\"EC\"}", 3, "{}")),
                new SessionMaterial.Chain(25, 8, 32, 25, Optional.of(HASH), Optional.empty()),
                "session-" + SESSION.value() + ".jsonl");
    }

    private static long count(List<Step> steps, Status... wanted) {
        return steps.stream().filter(step -> List.of(wanted).contains(step.status())).count();
    }

    /// A session in which everything happens once.
    public static SessionMaterial eventful() {
        var steps = new ArrayList<Step>();
        steps.add(step(0, Status.OPENED, "Session opened", List.of(new Frame.Opened(8, AT, "c"))));
        steps.add(step(1, Status.COMPLETED, "SELECT id, email FROM customers", select()));
        steps.add(step(2, Status.DENIED, "DROP TABLE payments", drop()));
        steps.add(step(3, Status.APPROVED, "DELETE FROM payments WHERE id = 17", delete(true)));
        steps.add(step(4, Status.HELD, "DELETE FROM customers", delete(false)));
        steps.add(step(5, Status.FAILED, "SELECT * FROM nowhere", failure()));
        steps.add(
                step(
                        0,
                        Status.CLOSED,
                        "Session closed",
                        List.of(new Frame.Closed(32, AT, CloseCause.AGENT_LEFT))));
        return session(steps, events());
    }

    /// A session whose only statement is this text.
    public static SessionMaterial asking(String statement) {
        return session(
                List.of(
                        step(0, Status.OPENED, "Session opened", List.of()),
                        step(1, Status.COMPLETED, statement, List.of(statement(statement))),
                        step(0, Status.CLOSED, "Session closed", List.of())),
                List.of());
    }

    /// A session of many commands.
    public static SessionMaterial lengthy(int commands) {
        var steps = new ArrayList<Step>();
        steps.add(step(0, Status.OPENED, "Session opened", List.of()));
        for (int i = 1; i <= commands; i++) {
            steps.add(step(i, Status.COMPLETED, "SELECT id, email FROM customers", select()));
        }
        steps.add(step(0, Status.CLOSED, "Session closed", List.of()));
        return session(steps, List.of());
    }

    public static Step step(int command, Status status, String title, List<Frame> frames) {
        return new Step(
                command,
                AT.plusMillis(1_700L * command),
                Duration.ofMillis(12),
                title,
                status,
                FACTS,
                frames);
    }

    public static Frame.Statement statement(String text) {
        return new Frame.Statement(9, AT, text, List.of());
    }

    private static List<Frame> select() {
        var columns =
                List.of(
                        new Column("id", "int4", ""),
                        new Column("full_name", "text", ""),
                        new Column("email", "text", "mask-email"),
                        new Column("balance", "numeric", ""));
        var rows = new ArrayList<List<Cell>>();
        for (int i = 0; i < 9; i++) {
            rows.add(
                    List.of(
                            new Cell.Value(Integer.toString(4_701 + i)),
                            new Cell.Value(i == 2 ? "" : "Anna Keller"),
                            new Cell.Masked("a***@example.com", "mask-email"),
                            i == 1 ? new Cell.Null() : new Cell.Value("12" + i + ".50")));
        }
        return List.of(
                new Frame.Statement(
                        9,
                        AT,
                        "SELECT id, full_name, email, balance\n"
                                + "  FROM customers\n"
                                + " WHERE country = $1\n"
                                + " ORDER BY id",
                        List.of(Optional.of("DE"), Optional.empty())),
                new Frame.Allowed(9, AT, "read-customers", "policy.yaml:12"),
                new Frame.Grid(10, AT, columns, 0, rows),
                new Frame.Completed(11, AT.plusMillis(12), "SELECT 9", 9, 812));
    }

    private static List<Frame> drop() {
        return List.of(
                statement("DROP TABLE payments"),
                new Frame.Denied(
                        12,
                        AT,
                        "no-ddl",
                        "policy.yaml:31",
                        "DROP is not allowed on prod-db (rule no-ddl). Nothing was changed."));
    }

    private static List<Frame> delete(boolean decided) {
        var frames = new ArrayList<Frame>();
        frames.add(statement("DELETE FROM payments WHERE id = 17"));
        frames.add(
                new Frame.Held(
                        13,
                        AT,
                        "req-81",
                        "hold-deletes",
                        "policy.yaml:40",
                        HASH,
                        AT.plusSeconds(900)));
        if (decided) {
            frames.add(
                    new Frame.Decided(
                            14,
                            AT.plusSeconds(31),
                            "req-81",
                            MIRA,
                            true,
                            "Duplicate of 4711, ticket 92"));
            frames.add(new Frame.Completed(15, AT.plusSeconds(32), "DELETE 1", 1, 32));
        }
        return frames;
    }

    private static List<Frame> failure() {
        return List.of(
                statement("SELECT * FROM nowhere"),
                new Frame.Message(
                        20,
                        AT,
                        true,
                        "ERROR",
                        "42P01",
                        "relation \"nowhere\" does not exist",
                        "",
                        ""),
                new Frame.Completed(20, AT.plusMillis(12), "", -1, 98));
    }

    private static List<SessionEvent> events() {
        var rule = new RuleRef("hold-deletes", "policy.yaml:40");
        return List.of(
                new SessionEvent.SessionOpened(
                        SESSION, AT, AGENT, new Resource("prod-db", "postgres"), "c", HASH),
                new SessionEvent.CommandFinished(
                        SESSION,
                        AT,
                        1,
                        Outcome.COMPLETED,
                        9,
                        812,
                        "",
                        List.of(new MaskedColumn("email", "mask-email", 9))),
                new SessionEvent.ApprovalRequested(
                        SESSION, AT, 3, FACTS, rule, "req-81", HASH, "0e", AT.plusSeconds(900)),
                new SessionEvent.ApprovalDecided(
                        SESSION,
                        AT.plusSeconds(31),
                        3,
                        "req-81",
                        MIRA,
                        true,
                        "Duplicate of 4711, ticket 92",
                        "a.b.c"),
                new SessionEvent.ApprovalRequested(
                        SESSION, AT, 4, FACTS, rule, "req-82", HASH, "0e", AT.plusSeconds(900)),
                new SessionEvent.ApprovalLapsed(
                        SESSION, AT, 4, "req-82", SessionEvent.LapseCause.EXPIRED),
                new SessionEvent.SessionClosed(SESSION, AT.plusSeconds(90), CloseCause.AGENT_LEFT));
    }
}
