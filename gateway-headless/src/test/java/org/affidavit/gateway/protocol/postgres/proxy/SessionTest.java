package org.affidavit.gateway.protocol.postgres.proxy;

import static org.affidavit.gateway.protocol.postgres.proxy.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Closed;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Delivered;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Entry;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Finished;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Intended;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Refused;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.WireFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/// The data path with a real client and a real server.
class SessionTest {
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        EmbeddedTarget.shared().run("TRUNCATE scratch");
        gateway = TestGateway.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void runsQueriesWithParameters() throws Exception {
        try (var connection = gateway.connect("plain-db");
                var statement =
                        connection.prepareStatement("SELECT name FROM customers WHERE id = ?")) {
            for (int i = 1; i <= 12; i++) {
                statement.setInt(1, i);
                try (var rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("name " + i);
                }
            }
        }
        assertThat(gateway.recorder.all(Intended.class))
                .extracting(intended -> intended.facts().kind())
                .contains("execute");
    }

    @Test
    void runsSimpleQueriesWithSeveralStatements() throws Exception {
        try (var connection = simple("plain-db");
                var statement = connection.createStatement()) {
            boolean rows =
                    statement.execute(
                            "INSERT INTO scratch VALUES (1, 'a'); SELECT note FROM scratch;"
                                    + " UPDATE scratch SET note = 'b'");
            assertThat(rows).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(1);
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(1);
        }
        Intended last = gateway.recorder.all(Intended.class).getLast();
        assertThat(last.facts().kind()).isEqualTo("query");
        assertThat(finished(last).rows()).isEqualTo(3);
    }

    @Test
    void keepsTransactionsWhole() throws Exception {
        try (var connection = gateway.connect("plain-db")) {
            connection.setAutoCommit(false);
            update(connection, "INSERT INTO scratch VALUES (1, 'kept')");
            connection.commit();
            update(connection, "INSERT INTO scratch VALUES (2, 'lost')");
            connection.rollback();
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM scratch")).isEqualTo(1);
    }

    @Test
    void passesErrorsAndStaysUsable() throws Exception {
        try (var connection = gateway.connect("plain-db")) {
            assertThatThrownBy(() -> query(connection, "SELECT * FROM nowhere"))
                    .hasMessageContaining("nowhere")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42P01");
            assertThat(query(connection, "SELECT 1")).isEqualTo("1");
        }
        assertThat(gateway.recorder.all(Finished.class))
                .filteredOn(finished -> finished.outcome() == Outcome.FAILED)
                .extracting(Finished::code)
                .containsExactly("42P01");
    }

    @Test
    void failsAsAWholeWhenAStatementOfABatchFails() throws Exception {
        try (var connection = gateway.connect("plain-db");
                var statement =
                        connection.prepareStatement("INSERT INTO scratch VALUES (?, 'batch')")) {
            for (int id : new int[] {1, 2, 2, 3}) {
                statement.setInt(1, id);
                statement.addBatch();
            }
            assertThatThrownBy(statement::executeBatch)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("23505");
            assertThat(query(connection, "SELECT 1")).isEqualTo("1");
        }
        until("every intent has its end", this::everyIntentIsFinished);
    }

    @Test
    void passesNotices() throws Exception {
        try (var connection = simple("plain-db");
                var statement = connection.createStatement()) {
            statement.execute("DO $$ BEGIN RAISE NOTICE 'hello there'; END $$");
            assertThat(statement.getWarnings().getMessage()).contains("hello there");
        }
    }

    @Test
    void passesNotificationsMasked() throws Exception {
        try (var listener = gateway.connect("plain-db")) {
            update(listener, "LISTEN news");
            EmbeddedTarget.shared().run("NOTIFY news, 'mail ann@example.com now'");
            var got = listener.unwrap(PGConnection.class).getNotifications(10_000);
            assertThat(got).hasSize(1);
            assertThat(got[0].getParameter()).isEqualTo("mail " + EmailMasking.MASK + " now");
        }
        assertThat(delivered()).contains("news").doesNotContain("ann@example.com");
    }

    @Test
    void refusesWhatPolicyDeniesAndStaysUsable() throws Exception {
        try (var connection = gateway.connect("plain-db")) {
            assertThatThrownBy(() -> update(connection, "DROP TABLE customers"))
                    .hasMessageContaining("Tables are not dropped here")
                    .hasMessageContaining("no-drop")
                    .hasMessageContaining("Ask an operator.")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("42501");
            assertThat(query(connection, "SELECT count(*) FROM customers")).isEqualTo("1000");
        }
        Refused refused = gateway.recorder.all(Refused.class).getFirst();
        assertThat(text(refused.frames())).contains("DROP TABLE customers", "42501");
        assertThat(gateway.recorder.all(Intended.class))
                .noneMatch(intended -> text(intended.frames()).contains("DROP"));
    }

    @Test
    void refusesASimpleQueryWithTheRealTransactionStatus() throws Exception {
        try (var connection = simple("plain-db")) {
            connection.setAutoCommit(false);
            update(connection, "INSERT INTO scratch VALUES (1, 'a')");
            assertThatThrownBy(() -> update(connection, "DROP TABLE scratch"))
                    .hasMessageContaining("Tables are not dropped here");
            connection.commit();
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM scratch")).isEqualTo(1);
    }

    @Test
    void forwardsNothingOfABatchWithOneDeniedCommand() throws Exception {
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO scratch VALUES (1, 'first')");
            statement.addBatch("DROP TABLE scratch");
            assertThatThrownBy(statement::executeBatch).hasMessageContaining("not dropped");
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM scratch")).isZero();
        assertThat(gateway.recorder.all(Refused.class)).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void runsAHeldCommandOnceItIsApproved() throws Exception {
        EmbeddedTarget.shared().run("INSERT INTO scratch VALUES (1, 'a'), (2, 'b')");
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            var running = aside(() -> statement.executeUpdate("DELETE FROM scratch WHERE id = 1"));
            until("it is held", () -> gateway.approvals.holds.size() == 1);
            assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM scratch")).isEqualTo(2);
            gateway.approvals.approve(gateway.approvals.holds.getFirst());
            assertThat(running.join()).isEqualTo(1);
            assertThat(statement.getWarnings().getMessage())
                    .contains("waits for approval")
                    .contains("request-1");
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM scratch")).isEqualTo(1);
        Intended intended = intended("DELETE");
        assertThat(intended.request()).contains("request-1");
        assertThat(text(intended.frames())).isEqualTo(text(gateway.approvals.frames.getFirst()));
    }

    @Test
    void refusesAHeldCommandThatAPersonRefuses() throws Exception {
        try (var connection = gateway.connect("plain-db")) {
            var running = aside(() -> update(connection, "DELETE FROM scratch"));
            until("it is held", () -> gateway.approvals.holds.size() == 1);
            gateway.approvals.refuse(gateway.approvals.holds.getFirst());
            assertThatThrownBy(running::join)
                    .rootCause()
                    .hasMessageContaining("Lea Lead refused this command: not today");
            assertThat(query(connection, "SELECT 1")).isEqualTo("1");
        }
        assertThat(gateway.recorder.all(Intended.class))
                .noneMatch(intended -> text(intended.frames()).contains("DELETE"));
        assertThat(delivered()).contains("not today");
    }

    @Test
    void withdrawsAHeldCommandThatTheAgentCancels() throws Exception {
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            var running = aside(() -> statement.executeUpdate("DELETE FROM scratch"));
            until("it is held", () -> gateway.approvals.holds.size() == 1);
            statement.cancel();
            assertThatThrownBy(running::join)
                    .rootCause()
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("57014");
            assertThat(query(connection, "SELECT 1")).isEqualTo("1");
        }
        assertThat(gateway.approvals.withdrawn).containsExactly("request-1 WITHDRAWN");
    }

    @Test
    void withdrawsAHeldCommandWhenTheAgentLeaves() throws Exception {
        Connection connection = gateway.connect("plain-db");
        var running = aside(() -> update(connection, "DELETE FROM scratch"));
        until("it is held", () -> gateway.approvals.holds.size() == 1);
        connection.abort(Runnable::run);
        until("it is withdrawn", () -> !gateway.approvals.withdrawn.isEmpty());
        assertThat(gateway.approvals.withdrawn).containsExactly("request-1 SESSION_ENDED");
        assertThatThrownBy(running::join).isNotNull();
        until("the session is closed", () -> closes().contains(CloseCause.AGENT_LEFT));
    }

    @Test
    void cancelsWhatRuns() throws Exception {
        try (var connection = gateway.connect("plain-db");
                var statement = connection.createStatement()) {
            var running = aside(() -> statement.execute("SELECT pg_sleep(60)"));
            until("it runs", () -> !active("pg_sleep(60)").isEmpty());
            statement.cancel();
            assertThatThrownBy(running::join)
                    .rootCause()
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("57014");
            assertThat(query(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void masksTextResults() throws Exception {
        try (var connection = simple("masked-db")) {
            assertThat(query(connection, "SELECT email AS harmless FROM customers WHERE id = 1"))
                    .isEqualTo(EmailMasking.MASK);
            assertThat(query(connection, "SELECT name FROM customers WHERE id = 1"))
                    .isEqualTo("name 1");
        }
        assertThat(delivered()).contains("name 1").doesNotContain("@example.com");
        assertThat(gateway.recorder.all(Finished.class))
                .flatExtracting(Finished::masked)
                .anySatisfy(masked -> {
                    assertThat(masked.column()).isEqualTo("harmless");
                    assertThat(masked.rule()).isEqualTo("emails");
                    assertThat(masked.cells()).isEqualTo(1);
                });
    }

    @Test
    void masksBinaryResultsOfPreparedStatementsThatAreNotDescribedAgain() throws Exception {
        try (var connection =
                        gateway.connect(
                                "masked-db", "prepareThreshold", "1", "binaryTransfer", "true");
                var statement =
                        connection.prepareStatement(
                                "SELECT id, email FROM customers WHERE id = ?")) {
            for (int i = 1; i <= 8; i++) {
                statement.setInt(1, i);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    assertThat(rows.getInt(1)).isEqualTo(i);
                    assertThat(rows.getString(2)).isEqualTo(EmailMasking.MASK);
                }
            }
        }
        assertThat(delivered()).doesNotContain("@example.com");
    }

    @Test
    void masksRowsFetchedThroughAPortalInParts() throws Exception {
        try (var connection = gateway.connect("masked-db")) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.setFetchSize(100);
                int count = 0;
                try (var rows = statement.executeQuery("SELECT id, email FROM customers")) {
                    while (rows.next()) {
                        assertThat(rows.getString(2)).isEqualTo(EmailMasking.MASK);
                        count++;
                    }
                }
                assertThat(count).isEqualTo(1000);
            }
            connection.commit();
        }
    }

    @Test
    void masksColumnsOfUnknownOrigin() throws Exception {
        try (var connection = gateway.connect("masked-db")) {
            assertThat(query(connection, "SELECT email FROM mirror WHERE id = 1"))
                    .isEqualTo(EmailMasking.MASK);
        }
    }

    @Test
    void withholdsValuesThatErrorsQuote() throws Exception {
        try (var connection = gateway.connect("masked-db")) {
            assertThatThrownBy(() ->
                            query(connection, "SELECT email::int FROM customers WHERE id = 1"))
                    .hasMessageNotContaining("example")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("22P02");
            assertThatThrownBy(() ->
                            update(
                                    connection,
                                    "INSERT INTO customers SELECT 1, 'x', email FROM"
                                            + " customers WHERE id = 2"))
                    .hasMessageNotContaining("Detail")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("23505");
        }
        assertThat(delivered()).doesNotContain("example.com");
    }

    @Test
    void withholdsRowsThatCannotBeMaskedAndStaysUsable() throws Exception {
        try (var connection = simple("masked-db")) {
            assertThatThrownBy(() ->
                            query(connection, "SELECT i AS boom FROM generate_series(1, 100000) i"))
                    .hasMessageContaining("withheld")
                    .hasMessageContaining("it went boom");
            assertThat(query(connection, "SELECT 7")).isEqualTo("7");
        }
        assertThat(gateway.recorder.all(Finished.class))
                .filteredOn(finished -> finished.outcome() == Outcome.WITHHELD)
                .hasSize(1);
    }

    @Test
    void deliversAndRecordsALargeResult() throws Exception {
        long bytes;
        try (var connection = simple("plain-db");
                var statement = connection.createStatement()) {
            int count = 0;
            try (var rows =
                    statement.executeQuery(
                            "SELECT i, repeat('x', 100) FROM generate_series(1, 200000) i")) {
                while (rows.next()) {
                    count++;
                }
            }
            assertThat(count).isEqualTo(200_000);
        }
        Finished finished = finished(intended("generate_series"));
        bytes =
                gateway.recorder.all(Delivered.class).stream()
                                .filter(part -> part.command() == finished.command())
                                .mapToLong(part -> size(part.frames()))
                                .sum()
                        + size(finished.frames());
        assertThat(finished.bytes()).isEqualTo(bytes).isGreaterThan(200_000L * 100);
        assertThat(finished.rows()).isEqualTo(200_000);
    }

    @Test
    void endsTheSessionWhenTheAgentLeavesInTheMiddleOfAResult() throws Exception {
        var connection = simple("plain-db");
        var statement = connection.createStatement();
        var running =
                aside(() ->
                        statement.executeQuery(
                                "SELECT i, pg_sleep(0.001) FROM generate_series(1, 100000)"
                                        + " i"));
        until("it runs", () -> !active("generate_series(1, 100000)").isEmpty());
        connection.abort(Runnable::run);
        assertThatThrownBy(running::join).isNotNull();
        until("the session is closed", () -> closes().contains(CloseCause.AGENT_LEFT));
        until("the target stops", () -> active("generate_series(1, 100000)").isEmpty());
        assertThat(gateway.recorder.all(Finished.class).getLast().outcome())
                .isEqualTo(Outcome.UNKNOWN);
        assertThat(gateway.protocol.sessions()).isZero();
    }

    @Test
    void tellsTheAgentWhenTheTargetIsLostInTheMiddleOfACommand() throws Exception {
        try (var connection = gateway.connect("plain-db")) {
            var running = aside(() -> query(connection, "SELECT pg_sleep(61)"));
            until("it runs", () -> !active("pg_sleep(61)").isEmpty());
            EmbeddedTarget.shared()
                    .run(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query"
                                    + " LIKE '%pg_sleep(61)%' AND pid <> pg_backend_pid()");
            assertThatThrownBy(running::join)
                    .rootCause()
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("57P01");
        }
        until("the session is closed", () -> closes().contains(CloseCause.TARGET_LEFT));
        until("every intent has its end", this::everyIntentIsFinished);
    }

    @Test
    void asksTheClientToPrepareAgainWhatMayHaveChangedBehindItsBack() throws Exception {
        try (var connection = gateway.connect("plain-db", "prepareThreshold", "1");
                var statement = connection.prepareStatement("SELECT 1")) {
            statement.executeQuery().close();
            statement.executeQuery().close();
            try (var other = connection.createStatement()) {
                other.execute("PREPARE other AS SELECT 2");
            }
            statement.executeQuery().close();
        }
        assertThat(gateway.recorder.all(Refused.class))
                .extracting(Refused::message)
                .containsExactly("The gateway knows no prepared statement of this name");
    }

    @Test
    void endsASessionThatReadsItsTextInAnotherEncoding() throws Exception {
        try (var connection = simple("plain-db")) {
            assertThatThrownBy(() -> update(connection, "SET client_encoding = 'SJIS'"))
                    .isNotNull();
        }
        until("the session is closed", () -> closes().contains(CloseCause.PROTOCOL_VIOLATION));
    }

    @Test
    void closesTheRecordOfEverySession() throws Exception {
        gateway.connect("plain-db").close();
        until("the session is closed", () -> closes().equals(List.of(CloseCause.AGENT_LEFT)));
        assertThat(gateway.protocol.sessions()).isZero();
    }

    @Test
    void drainsWhenItStops() throws Exception {
        try (var busy = gateway.connect("plain-db");
                var idle = gateway.connect("plain-db")) {
            var running = aside(() -> query(busy, "SELECT 'done', pg_sleep(0.5)"));
            until("it runs", () -> !active("pg_sleep(0.5)").isEmpty());
            gateway.protocol.close();
            assertThat(running.join()).isEqualTo("done");
            assertThatThrownBy(() -> query(idle, "SELECT 1")).isNotNull();
        }
        assertThat(closes())
                .containsExactly(CloseCause.GATEWAY_STOPPED, CloseCause.GATEWAY_STOPPED);
    }

    private Connection simple(String resource) throws Exception {
        return gateway.connect(resource, "preferQueryMode", "simple");
    }

    private static String query(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static <T> CompletableFuture<T> aside(java.util.concurrent.Callable<T> work) {
        var future = new CompletableFuture<T>();
        Thread.startVirtualThread(() -> {
            try {
                future.complete(work.call());
            } catch (Exception failure) {
                future.completeExceptionally(failure);
            }
        });
        return future;
    }

    private static List<String> active(String fragment) {
        try (var connection = EmbeddedTarget.shared().direct();
                var statement =
                        connection.prepareStatement(
                                "SELECT query FROM pg_stat_activity WHERE state = 'active' AND"
                                    + " position(? in query) > 0 AND pid <> pg_backend_pid()")) {
            statement.setString(1, fragment);
            var found = new java.util.ArrayList<String>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private Intended intended(String fragment) {
        return gateway.recorder.all(Intended.class).stream()
                .filter(intended -> text(intended.frames()).contains(fragment))
                .findFirst()
                .orElseThrow();
    }

    private Finished finished(Intended intended) {
        until(
                "it is finished",
                () ->
                        gateway.recorder.all(Finished.class).stream()
                                .anyMatch(end -> end.command() == intended.command()));
        return gateway.recorder.all(Finished.class).stream()
                .filter(end -> end.command() == intended.command())
                .findFirst()
                .orElseThrow();
    }

    private boolean everyIntentIsFinished() {
        List<Entry> entries = gateway.recorder.entries;
        return entries.stream()
                .filter(Intended.class::isInstance)
                .map(Intended.class::cast)
                .allMatch(intended ->
                        entries.stream()
                                        .filter(Finished.class::isInstance)
                                        .map(Finished.class::cast)
                                        .filter(end ->
                                                end.command() == intended.command()
                                                        && end.session().equals(intended.session()))
                                        .count()
                                == 1);
    }

    private List<CloseCause> closes() {
        return gateway.recorder.all(Closed.class).stream().map(Closed::cause).toList();
    }

    private String delivered() {
        return gateway.recorder.entries.stream()
                .map(entry ->
                        switch (entry) {
                            case Delivered part -> text(part.frames());
                            case Finished end -> text(end.frames());
                            case Refused refused -> text(refused.frames());
                            default -> "";
                        })
                .collect(Collectors.joining());
    }

    private static long size(List<WireFrame> frames) {
        return frames.stream().mapToLong(frame -> frame.bytes().length).sum();
    }

    private static String text(List<WireFrame> frames) {
        return frames.stream()
                .map(frame -> new String(frame.bytes(), StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
    }
}
