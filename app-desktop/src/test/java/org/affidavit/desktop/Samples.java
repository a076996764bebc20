package org.affidavit.desktop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Step;
import org.affidavit.sessionlog.transcript.Transcript;

/// Hand-made transcripts with every kind of frame in them.
public final class Samples {
    public static final Instant START = Instant.parse("2026-11-22T14:02:11.218Z");
    public static final Principal DANA =
            new Principal("https://id.example", "dana", "dana.ortiz", "", List.of("db-approvers"));

    private Samples() {}

    public static Principal agent(String name, String owner) {
        return new Principal("https://id.example", name, name, owner, List.of("agents"));
    }

    public static SessionId id(int number) {
        return new SessionId(
                "01KANF" + sha256("session " + number).substring(0, 20).toUpperCase(Locale.ROOT));
    }

    /// No sample has a hash that nobody computed.
    public static String sha256(String text) {
        return ConsentRequest.commandSha256(List.of(text.getBytes(UTF_8)));
    }

    /// All sessions, newest first.
    public static List<Transcript> all() {
        var all = new ArrayList<Transcript>();
        all.add(running());
        all.add(billing());
        String[][] others = {
            {"report-agent", "finance-ops", "warehouse", "42", "0", "0", "812", "11904"},
            {"support-bot", "care-team", "crm-db", "9", "1", "0", "36", "54"},
            {"ops-agent", "platform", "prod-db", "118", "0", "2", "0", "2210"},
            {"billing-bot", "j.ruiz", "prod-db", "31", "3", "1", "204", "667"},
            {"etl-nightly", "data-eng", "warehouse", "1204", "0", "0", "0", "1820044"},
            {"support-bot", "care-team", "crm-db", "14", "0", "0", "58", "71"},
            {"schema-agent", "platform", "staging-db", "27", "0", "4", "0", "16"},
            {"report-agent", "finance-ops", "warehouse", "40", "0", "0", "790", "11450"},
        };
        for (int i = 0; i < others.length; i++) {
            all.add(plain(i + 10, others[i], START.minus(Duration.ofMinutes(47L * (i + 1)))));
        }
        return all;
    }

    private static Transcript running() {
        var opened = START.plusSeconds(940);
        var statement = "DELETE FROM sessions WHERE last_seen < now() - interval '90 days'";
        var steps =
                List.of(
                        step(
                                0,
                                opened,
                                0,
                                "Session opened",
                                Step.Status.OPENED,
                                none(),
                                new Frame.Opened(60, opened, "10.4.2.17:51122, psql 18.1")),
                        step(
                                1,
                                opened.plusSeconds(2),
                                0,
                                statement,
                                Step.Status.HELD,
                                facts("DELETE", "public.sessions"),
                                new Frame.Statement(
                                        61, opened.plusSeconds(2), statement, List.of()),
                                new Frame.Held(
                                        61,
                                        opened.plusSeconds(2),
                                        "req-7GK2",
                                        "hold-deletes",
                                        "policy.yaml:31",
                                        sha256(statement),
                                        opened.plusSeconds(302))));
        return new Transcript(
                new SessionSummary(
                        id(2),
                        new Agent.Named(agent("ops-agent", "platform")),
                        new Resource("prod-db", "postgres"),
                        "10.4.2.17:51122, psql 18.1",
                        opened,
                        Optional.empty(),
                        "running",
                        60,
                        61,
                        1,
                        0,
                        1,
                        0,
                        0,
                        0,
                        0,
                        List.of()),
                steps);
    }

    private static Transcript plain(int number, String[] of, Instant opened) {
        var end = opened.plusMillis(4_217L * number);
        var client = "10.4.2." + number + ":40122, pgjdbc 42.7";
        int denied = Integer.parseInt(of[4]);
        int held = Integer.parseInt(of[5]);
        return new Transcript(
                new SessionSummary(
                        id(number),
                        new Agent.Named(agent(of[0], of[1])),
                        new Resource(of[2], "postgres"),
                        client,
                        opened,
                        Optional.of(end),
                        "agent left",
                        0,
                        9,
                        Integer.parseInt(of[3]),
                        denied,
                        held,
                        0,
                        Long.parseLong(of[7]),
                        4096,
                        Long.parseLong(of[6]),
                        held == 0
                                ? List.of()
                                : held > 2 ? List.of("dana.ortiz", "mira.k") : List.of("mira.k")),
                List.of(
                        step(
                                0,
                                opened,
                                0,
                                "Session opened",
                                Step.Status.OPENED,
                                none(),
                                new Frame.Opened(0, opened, client)),
                        step(
                                0,
                                end,
                                0,
                                "Session closed",
                                Step.Status.CLOSED,
                                none(),
                                new Frame.Closed(9, end, CloseCause.AGENT_LEFT))));
    }

    /// One session in which everything happens.
    public static Transcript billing() {
        var steps = new ArrayList<Step>();
        var client = "10.4.2.17:50344, PostgreSQL JDBC Driver 42.7";
        steps.add(
                step(
                        0,
                        at(0),
                        0,
                        "Session opened",
                        Step.Status.OPENED,
                        none(),
                        new Frame.Opened(12, at(0), client)));
        steps.add(read());
        steps.add(denied());
        steps.add(approved());
        steps.add(refused());
        steps.add(prepared());
        steps.add(failed());
        steps.add(lapsed());
        steps.add(
                step(
                        0,
                        at(402_000),
                        0,
                        "Session closed",
                        Step.Status.CLOSED,
                        none(),
                        new Frame.Closed(41, at(402_000), CloseCause.AGENT_LEFT)));
        return new Transcript(
                new SessionSummary(
                        id(1),
                        new Agent.Named(agent("billing-bot", "j.ruiz")),
                        new Resource("prod-db", "postgres"),
                        client,
                        at(0),
                        Optional.of(at(402_000)),
                        "agent left",
                        12,
                        41,
                        7,
                        2,
                        3,
                        1,
                        21,
                        18_204,
                        34,
                        List.of("dana.ortiz", "mira.k")),
                steps);
    }

    private static Step read() {
        var sql =
                """
                SELECT c.id, c.full_name, c.email, p.card_number, p.amount, p.note
                  FROM customers c
                  JOIN payments p ON p.customer_id = c.id
                 WHERE p.status = 'overdue'
                 ORDER BY p.amount DESC
                 LIMIT 17\
                """;
        var columns =
                List.of(
                        new Frame.Column("id", "int8", ""),
                        new Frame.Column("full_name", "text", ""),
                        new Frame.Column("email", "text", "mask-email"),
                        new Frame.Column("card_number", "varchar", "mask-card"),
                        new Frame.Column("amount", "numeric", ""),
                        new Frame.Column("note", "text", ""));
        String[] names = {
            "Ada Lindqvist",
            "Bruno Sá",
            "Chidi Okafor",
            "Dalia Haddad",
            "Emil Novak",
            "Farah Aziz",
            "Goran Petrov",
            "Hana Sato",
            "Ines Moreau",
            "Jonas Weber",
            "Kaya Demir",
            "Luca Ferri",
            "Mina Park",
            "Noor Ali",
            "Otto Berg",
            "Pilar Soto",
            "Quinn Hale"
        };
        var rows = new ArrayList<List<Cell>>();
        for (int i = 0; i < names.length; i++) {
            rows.add(
                    List.of(
                            new Cell.Value(Integer.toString(91_442 + 37 * i)),
                            new Cell.Value(names[i]),
                            new Cell.Masked("****@example.com", "mask-email"),
                            new Cell.Masked(
                                    "**** **** **** " + (4242 + 311 * i) % 10000, "mask-card"),
                            new Cell.Value(String.format("%.2f", 1990.5 - 97.35 * i)),
                            i % 4 == 1
                                    ? new Cell.Null()
                                    : i % 4 == 2
                                            ? new Cell.Value("")
                                            : new Cell.Value(
                                                    i % 2 == 0
                                                            ? "second reminder sent"
                                                            : "call back")));
        }
        return step(
                1,
                at(412),
                38,
                sql,
                Step.Status.COMPLETED,
                facts("SELECT", "public.customers", "public.payments"),
                new Frame.Statement(13, at(412), sql, List.of()),
                new Frame.Allowed(13, at(413), "read-billing", "policy.yaml:12"),
                new Frame.Grid(14, at(436), columns, 0, rows.subList(0, 10)),
                new Frame.Grid(14, at(441), columns, 10, rows.subList(10, rows.size())),
                new Frame.Completed(15, at(450), "SELECT 17", 17, 2_911));
    }

    private static Step denied() {
        var sql = "DROP TABLE payments";
        return step(
                2,
                at(2_120),
                3,
                sql,
                Step.Status.DENIED,
                facts("DROP TABLE", "public.payments"),
                new Frame.Statement(16, at(2_120), sql, List.of()),
                new Frame.Denied(
                        16,
                        at(2_121),
                        "no-ddl-in-production",
                        "policy.yaml:8",
                        "Refused by Affidavit: rule no-ddl-in-production does not let agents change"
                                + " the schema of prod-db. Nothing was run. Ask platform for a"
                                + " migration window."),
                new Frame.Message(
                        16,
                        at(2_123),
                        true,
                        "ERROR",
                        "42501",
                        "Refused by Affidavit: rule no-ddl-in-production does not let agents change"
                                + " the schema of prod-db.",
                        "Nothing was run. Record 16.",
                        "Ask platform for a migration window."));
    }

    private static Step approved() {
        var sql = "DELETE FROM payments WHERE status = 'void' AND created_at < date '2025-01-01'";
        return step(
                3,
                at(9_870),
                41_330,
                sql,
                Step.Status.APPROVED,
                facts("DELETE", "public.payments"),
                new Frame.Statement(17, at(9_870), sql, List.of()),
                new Frame.Held(
                        17,
                        at(9_871),
                        "req-4QD8",
                        "hold-deletes",
                        "policy.yaml:31",
                        sha256(sql),
                        at(309_871)),
                new Frame.Decided(
                        18,
                        at(51_020),
                        "req-4QD8",
                        DANA,
                        true,
                        "Matches ticket FIN-2231, 3 void rows"),
                new Frame.Allowed(19, at(51_180), "hold-deletes", "policy.yaml:31"),
                new Frame.Completed(20, at(51_200), "DELETE 3", 3, 14));
    }

    private static Step refused() {
        var sql = "DELETE FROM customers";
        var mira =
                new Principal("https://id.example", "mira", "mira.k", "", List.of("db-approvers"));
        return step(
                4,
                at(58_000),
                22_400,
                sql,
                Step.Status.DENIED,
                facts("DELETE", "public.customers"),
                new Frame.Statement(21, at(58_000), sql, List.of()),
                new Frame.Held(
                        21,
                        at(58_001),
                        "req-9XT1",
                        "hold-deletes",
                        "policy.yaml:31",
                        sha256(sql),
                        at(358_001)),
                new Frame.Decided(
                        22,
                        at(80_388),
                        "req-9XT1",
                        mira,
                        false,
                        "No WHERE clause. This would remove every customer."),
                new Frame.Message(
                        23,
                        at(80_400),
                        true,
                        "ERROR",
                        "42501",
                        "mira.k refused this command: No WHERE clause. This would remove every"
                                + " customer.",
                        "Nothing was run.",
                        ""));
    }

    private static Step prepared() {
        var sql = "UPDATE payments SET note = $2, reviewed_by = $3 WHERE id = $1";
        return step(
                5,
                at(84_250),
                12,
                sql,
                Step.Status.COMPLETED,
                facts("UPDATE", "public.payments"),
                new Frame.Statement(
                        24,
                        at(84_250),
                        sql,
                        List.of(Optional.of("91442"), Optional.of(""), Optional.empty())),
                new Frame.Allowed(24, at(84_251), "notes-only", "policy.yaml:22"),
                new Frame.Message(
                        25,
                        at(84_259),
                        false,
                        "NOTICE",
                        "00000",
                        "trigger payments_touch: updated_at set",
                        "",
                        ""),
                new Frame.Completed(25, at(84_262), "UPDATE 1", 1, 14));
    }

    private static Step failed() {
        var sql = "SELECT amout FROM payments -- \u202E kcehc \u202C\nWHERE id = 7";
        return step(
                6,
                at(85_700),
                4,
                sql,
                Step.Status.FAILED,
                facts("SELECT", "public.payments"),
                new Frame.Statement(26, at(85_700), sql, List.of()),
                new Frame.Allowed(26, at(85_701), "read-billing", "policy.yaml:12"),
                new Frame.Message(
                        27,
                        at(85_704),
                        true,
                        "ERROR",
                        "42703",
                        "column \"amout\" does not exist",
                        "",
                        "Perhaps you meant to reference the column \"payments.amount\"."),
                new Frame.Completed(27, at(85_704), "", -1, 141));
    }

    private static Step lapsed() {
        var sql = "DELETE FROM payments WHERE amount < 1";
        return step(
                7,
                at(90_000),
                300_000,
                sql,
                Step.Status.LAPSED,
                facts("DELETE", "public.payments"),
                new Frame.Statement(28, at(90_000), sql, List.of()),
                new Frame.Held(
                        28,
                        at(90_001),
                        "req-2MM5",
                        "hold-deletes",
                        "policy.yaml:31",
                        sha256(sql),
                        at(390_001)),
                new Frame.Lapsed(29, at(390_001), "req-2MM5", LapseCause.EXPIRED));
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    private static CommandFacts none() {
        return new CommandFacts("", List.of(), List.of());
    }

    private static CommandFacts facts(String verb, String... objects) {
        return new CommandFacts("query", List.of(verb), List.of(objects));
    }

    private static Step step(
            int command,
            Instant at,
            long tookMillis,
            String title,
            Step.Status status,
            CommandFacts facts,
            Frame... frames) {
        return new Step(
                command, at, Duration.ofMillis(tookMillis), title, status, facts, List.of(frames));
    }
}
