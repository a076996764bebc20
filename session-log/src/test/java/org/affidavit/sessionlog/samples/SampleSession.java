package org.affidavit.sessionlog.samples;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.ConsentRequest;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// The two sessions of the sample log.
final class SampleSession {
    static final String POLICY = "b0".repeat(32);

    private static final Resource DB = new Resource("prod-db", "postgres");
    private static final RuleRef READ = new RuleRef("read-only", "policy.yaml:12");
    private static final RuleRef DELETE = new RuleRef("delete-needs-approval", "policy.yaml:24");
    private static final RuleRef DDL = new RuleRef("no-ddl", "policy.yaml:31");
    private static final String REQUEST = "req-7f3a";
    private static final Principal BILLING = agent("billing-bot", "Billing team");

    private final SessionLog log;
    private final SessionId id;
    private final Instant start;
    private long seconds;

    private SampleSession(SessionLog log, SessionId id, Instant start) {
        this.log = log;
        this.id = id;
        this.start = start;
    }

    static SessionId billing(SessionLog log, SampleApprover approver) {
        var session =
                new SampleSession(
                        log,
                        new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T"),
                        SampleLogs.START.plusSeconds(10));
        session.open(BILLING);
        session.readCustomers(1);
        session.refuseDrop(2);
        session.deleteWithConsent(3, approver);
        session.failingRead(4);
        session.close();
        return session.id;
    }

    static SessionId report(SessionLog log) {
        var session =
                new SampleSession(
                        log,
                        new SessionId("01KA5B9ZZ3E5F7G9H1J3K5M7N9"),
                        SampleLogs.START.plusSeconds(120));
        session.open(agent("report-bot", "Finance team"));
        session.readPayments(1);
        session.close();
        return session.id;
    }

    private static Principal agent(String name, String owner) {
        return new Principal(
                "https://id.sample.example", "agent|" + name, name, owner, List.of("agents"));
    }

    private void open(Principal agent) {
        write(
                new SessionEvent.SessionOpened(
                        id, now(), agent, DB, "10.0.0.7:41876 psql 15.13", POLICY),
                List.of());
    }

    private void close() {
        write(new SessionEvent.SessionClosed(id, now(), CloseCause.AGENT_LEFT), List.of());
    }

    private void readCustomers(int command) {
        var facts = new CommandFacts("query", List.of("SELECT"), List.of("public.customers"));
        intended(
                command,
                facts,
                READ,
                Optional.empty(),
                "SELECT name, email, card FROM customers LIMIT 3");
        var answer = new ArrayList<byte[]>();
        answer.add(PostgresWire.rowDescription("name", "email", "card"));
        answer.add(row("Ada Lindqvist", "[masked:email]", "**** 4242"));
        answer.add(row("Tomás Řehoř", "[masked:email]", "**** 1881"));
        write(new SessionEvent.ResponseDelivered(id, now(), command, 1), toAgent(answer));
        var rest =
                List.of(
                        row("Wei Zhang", null, "**** 0005"),
                        PostgresWire.commandComplete("SELECT 3"),
                        PostgresWire.ready());
        answer.addAll(rest);
        finished(
                command,
                Outcome.COMPLETED,
                3,
                "",
                answer,
                rest,
                List.of(
                        new MaskedColumn("email", "mask-email", 2),
                        new MaskedColumn("card", "mask-card", 3)));
    }

    private void refuseDrop(int command) {
        var message = "Refused by rule no-ddl: agents may not change the schema.";
        var frames = new ArrayList<WireFrame>();
        frames.add(
                new WireFrame(Direction.FROM_AGENT, 0, PostgresWire.query("DROP TABLE payments")));
        frames.add(new WireFrame(Direction.TO_AGENT, 310, PostgresWire.error("42501", message)));
        frames.add(new WireFrame(Direction.TO_AGENT, 311, PostgresWire.ready()));
        write(
                new SessionEvent.CommandRefused(
                        id,
                        now(),
                        command,
                        new CommandFacts("query", List.of("DROP"), List.of("public.payments")),
                        DDL,
                        message),
                frames);
    }

    private void deleteWithConsent(int command, SampleApprover approver) {
        var sql = "DELETE FROM payments WHERE id = 118";
        var facts = new CommandFacts("query", List.of("DELETE"), List.of("public.payments"));
        ConsentRequest consent = consent(command, sql);
        write(
                new SessionEvent.ApprovalRequested(
                        id,
                        now(),
                        command,
                        facts,
                        DELETE,
                        REQUEST,
                        consent.digest(),
                        consent.nonce(),
                        consent.expires()),
                List.of(new WireFrame(Direction.FROM_AGENT, 0, PostgresWire.query(sql))));
        var reason = "duplicate charge, ticket PAY-311";
        Instant at = now();
        var decision = new ConsentDecision(REQUEST, consent.digest(), true, reason, at);
        write(
                new SessionEvent.ApprovalDecided(
                        id,
                        at,
                        command,
                        REQUEST,
                        SampleApprover.MIRA,
                        true,
                        reason,
                        approver.sign(decision)),
                List.of());
        intended(command, facts, DELETE, Optional.of(REQUEST), sql);
        var answer = List.of(PostgresWire.commandComplete("DELETE 1"), PostgresWire.ready());
        finished(command, Outcome.COMPLETED, 1, "", answer, answer, List.of());
    }

    private ConsentRequest consent(int command, String sql) {
        return new ConsentRequest(
                REQUEST,
                id,
                command,
                BILLING,
                DB,
                ConsentRequest.commandSha256(List.of(PostgresWire.query(sql))),
                POLICY,
                "0e".repeat(16),
                start.plusSeconds(900));
    }

    private void failingRead(int command) {
        var facts = new CommandFacts("query", List.of("SELECT"), List.of("public.invoices"));
        intended(command, facts, READ, Optional.empty(), "SELECT * FROM invoices");
        var answer =
                List.of(
                        PostgresWire.error("42P01", "relation \"invoices\" does not exist"),
                        PostgresWire.ready());
        finished(command, Outcome.FAILED, -1, "42P01", answer, answer, List.of());
    }

    private void readPayments(int command) {
        var facts = new CommandFacts("query", List.of("SELECT"), List.of("public.payments"));
        intended(command, facts, READ, Optional.empty(), "SELECT id, amount, note FROM payments");
        var answer = new ArrayList<byte[]>();
        answer.add(PostgresWire.rowDescription("id", "amount", "note"));
        for (int i = 101; i <= 110; i++) {
            answer.add(row(Integer.toString(i), i + ".50", "invoice " + (i + 900)));
        }
        answer.add(PostgresWire.commandComplete("SELECT 10"));
        answer.add(PostgresWire.ready());
        finished(command, Outcome.COMPLETED, 10, "", answer, answer, List.of());
    }

    private void intended(
            int command, CommandFacts facts, RuleRef rule, Optional<String> request, String sql) {
        write(
                new SessionEvent.CommandIntended(id, now(), command, facts, rule, request),
                List.of(new WireFrame(Direction.FROM_AGENT, 0, PostgresWire.query(sql))));
    }

    private void finished(
            int command,
            Outcome outcome,
            long rows,
            String code,
            List<byte[]> all,
            List<byte[]> last,
            List<MaskedColumn> masked) {
        long bytes = all.stream().mapToLong(message -> message.length).sum();
        write(
                new SessionEvent.CommandFinished(
                        id, now(), command, outcome, rows, bytes, code, masked),
                toAgent(last));
    }

    private static byte[] row(String... values) {
        return PostgresWire.dataRow(java.util.Arrays.asList(values));
    }

    private static List<WireFrame> toAgent(List<byte[]> messages) {
        var frames = new ArrayList<WireFrame>();
        for (byte[] message : messages) {
            frames.add(new WireFrame(Direction.TO_AGENT, 1_200L + 15 * frames.size(), message));
        }
        return frames;
    }

    private void write(SessionEvent event, List<WireFrame> frames) {
        log.append(event, new Payload(frames)).join();
    }

    private Instant now() {
        return start.plusSeconds(seconds++).plusNanos(123_456_789);
    }
}
