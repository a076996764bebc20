package org.affidavit.endtoend.demo;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.affidavit.endtoend.BillingDatabase;
import org.affidavit.endtoend.GatewayFolder;

/// What the agent does in the demo, and what comes of it.
final class AgentActs {
    private static final String REFUSED = "42501";
    private static final String DIVISION_BY_ZERO = "22012";

    private final GatewayFolder gateway;
    private final BillingDatabase database;
    private final Story story;

    AgentActs(GatewayFolder gateway, BillingDatabase database, Story story) {
        this.gateway = gateway;
        this.database = database;
        this.story = story;
    }

    void play() throws IOException, InterruptedException, SQLException {
        story.chapter("An agent works through the gateway");
        String token = gateway.token("billing-bot");
        story.tell(
                "billing-bot got a token from the issuer; it never sees the database's password");
        try (var agent = BillingAgent.connect(gateway.agentPort(), gateway.ca(), token)) {
            readsAreMasked(agent);
            aDropIsRefused(agent);
            aPreparedStatementRuns(agent);
            anErrorComesBack(agent);
            story.chapter("Two commands need a human");
            aDeleteRunsAfterConsent(agent);
            aDeleteIsDenied(agent);
        }
    }

    private void readsAreMasked(BillingAgent agent) throws SQLException {
        var customers =
                agent.query("SELECT id, name, email, city FROM customers ORDER BY id LIMIT 25");
        String email = customers.getFirst().get(2);
        story.step(
                "25 customers read; e-mail addresses come back as " + email,
                customers.size() == 25 && email.startsWith("*") && email.contains("@example."),
                customers.toString());
        var cards =
                agent.query("SELECT card AS reference, amount FROM payments ORDER BY id LIMIT 10");
        String card = cards.getFirst().getFirst();
        story.step(
                "payments read under another column name; cards still come back as " + card,
                card.contains("*")
                        && cards.stream()
                                .noneMatch(row ->
                                        row.getFirst().length() > 15
                                                && !row.getFirst().contains("*")),
                cards.toString());
    }

    private void aDropIsRefused(BillingAgent agent) throws SQLException {
        var refusal = failure(() -> agent.change("DROP TABLE payments"));
        story.step(
                "DROP TABLE refused: \"" + refusal.firstLine() + "\"",
                REFUSED.equals(refusal.code())
                        && refusal.text().contains("Agents do not change the schema"),
                refusal.text());
        var count = agent.query("SELECT count(*) FROM payments");
        story.step(
                "the connection is still usable, the table still there",
                count.equals(List.of(List.of("750"))),
                count.toString());
    }

    private void aPreparedStatementRuns(BillingAgent agent) throws SQLException {
        var disputed =
                agent.disputedSince(
                        "2025-01-01",
                        "2025-02-01",
                        "2025-03-01",
                        "2025-04-01",
                        "2025-05-01",
                        "2025-06-01",
                        "2025-07-01");
        story.step(
                "a prepared statement ran seven times and gave "
                        + disputed.size()
                        + " disputed payments",
                !disputed.isEmpty() && disputed.stream().allMatch(row -> row.get(2).contains("*")),
                disputed.toString());
    }

    private void anErrorComesBack(BillingAgent agent) {
        var error = failure(() -> agent.query("SELECT amount / 0 FROM payments"));
        story.step(
                "the server's own error came back: SQLSTATE " + error.code(),
                DIVISION_BY_ZERO.equals(error.code()),
                error.text());
    }

    private void aDeleteRunsAfterConsent(BillingAgent agent)
            throws IOException, InterruptedException, SQLException {
        int before = payments();
        var delete =
                held(
                        agent,
                        "DELETE FROM payments WHERE status = 'refunded' AND paid_at <"
                                + " '2025-03-01'");
        var approver = new Approver(gateway, "dana");
        String request = approver.awaitRequest();
        story.tell(
                "DELETE held as request "
                        + request
                        + "; nothing has run: "
                        + payments()
                        + " payments");
        story.step(
                "nothing ran while it waited",
                payments() == before && !delete.isDone(),
                payments() + " payments");
        approver.approve(request, "Refunds older than the retention period, FIN-2231");
        int deleted = delete.join();
        story.step(
                "dana approved with her own key; " + deleted + " rows deleted",
                deleted > 0 && payments() == before - deleted,
                payments() + " payments");
    }

    private void aDeleteIsDenied(BillingAgent agent)
            throws IOException, InterruptedException, SQLException {
        int before = payments();
        var delete = held(agent, "DELETE FROM payments");
        var approver = new Approver(gateway, "dana");
        approver.deny(approver.awaitRequest(), "No ticket names a full delete");
        var refusal = failure(() -> joined(delete));
        story.step(
                "a second DELETE, of everything, was denied: \"" + refusal.firstLine() + "\"",
                REFUSED.equals(refusal.code()) && payments() == before,
                refusal.text());
    }

    private static CompletableFuture<Integer> held(BillingAgent agent, String sql) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return agent.change(sql);
            } catch (SQLException refused) {
                throw new CompletionException(refused);
            }
        });
    }

    private static int joined(CompletableFuture<Integer> command) throws SQLException {
        try {
            return command.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw failed;
        }
    }

    private int payments() throws SQLException {
        try (var owner = database.owner();
                var statement = owner.createStatement();
                var answer = statement.executeQuery("SELECT count(*) FROM payments")) {
            answer.next();
            return answer.getInt(1);
        }
    }

    private static Refusal failure(Statement statement) {
        try {
            statement.run();
        } catch (SQLException expected) {
            return Refusal.of(expected);
        }
        throw new Story.StepFailed("a command that must fail went through");
    }

    /// How a command failed, as the agent was told.
    private record Refusal(String code, String text) {
        static Refusal of(SQLException problem) {
            return new Refusal(
                    Objects.requireNonNullElse(problem.getSQLState(), "none"),
                    Objects.requireNonNullElse(problem.getMessage(), "no message"));
        }

        String firstLine() {
            return text.lines().findFirst().orElse("");
        }
    }

    /// A statement that may fail.
    @FunctionalInterface
    private interface Statement {
        void run() throws SQLException;
    }
}
