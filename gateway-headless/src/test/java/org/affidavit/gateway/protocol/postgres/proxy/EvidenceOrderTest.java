package org.affidavit.gateway.protocol.postgres.proxy;

import static org.affidavit.gateway.protocol.postgres.proxy.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Finished;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Intended;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.transcript.HeldCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Evidence before effect, evidence before answer.
class EvidenceOrderTest {
    private TestGateway gateway;

    @BeforeEach
    void clean() throws Exception {
        EmbeddedTarget.shared().run("TRUNCATE scratch");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void forwardsNothingBeforeTheIntentIsDurable() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            gateway.recorder.hold();
            query(client, "INSERT INTO scratch VALUES (1, 'early')");
            until("the intent is written", () -> gateway.recorder.waiting() == 1);
            assertThat(lastStatementOfTarget()).doesNotContain("early");
            gateway.recorder.release();
            assertThat(client.until('Z').getFirst()).startsWith("CINSERT 0 1");
        }
    }

    @Test
    void forwardsNothingWhenTheIntentCannotBecomeDurable() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            gateway.recorder.hold();
            query(client, "INSERT INTO scratch VALUES (1, 'lost')");
            until("the intent is written", () -> gateway.recorder.waiting() == 1);
            gateway.recorder.breakDown();
            assertThat(client.next()).startsWith("E").contains("FATAL", "58030");
            assertThat(client.closed()).isTrue();
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM scratch")).isZero();
    }

    @Test
    void forwardsAReadOnlyCommandEarlyButKeepsItsAnswer() throws Exception {
        gateway = TestGateway.start(TestGateway.Options::relaxed);
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            gateway.recorder.hold();
            query(client, "SELECT 'early bird'");
            until("the target has run it", () -> lastStatementOfTarget().contains("early bird"));
            var answer = CompletableFuture.supplyAsync(() -> await(client));
            query(client, "SELECT 'second'");
            assertThat(answer).isNotDone();
            assertThat(gateway.recorder.waiting()).isEqualTo(1);
            gateway.recorder.release();
            assertThat(String.join("", answer.join())).contains("early bird");
            assertThat(String.join("", client.until('Z'))).contains("second");
        }
    }

    @Test
    void forwardsNotEvenAReadOnlyCommandEarlyWhenStrict() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            gateway.recorder.hold();
            query(client, "SELECT 'strict bird'");
            until("the intent is written", () -> gateway.recorder.waiting() == 1);
            assertThat(lastStatementOfTarget()).doesNotContain("strict bird");
            gateway.recorder.release();
            assertThat(String.join("", client.until('Z'))).contains("strict bird");
        }
    }

    @Test
    void keepsACommandThatMayChangeSomethingEvenWhenNotStrict() throws Exception {
        gateway = TestGateway.start(TestGateway.Options::relaxed);
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            gateway.recorder.hold();
            query(client, "INSERT INTO scratch VALUES (1, 'strictly')");
            until("the intent is written", () -> gateway.recorder.waiting() == 1);
            assertThat(lastStatementOfTarget()).doesNotContain("strictly");
            gateway.recorder.release();
            client.until('Z');
        }
    }

    @Test
    void stopsReadingTheTargetWhenTheRecordIsTooFarBehind() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            query(client, "SELECT 1");
            client.until('Z');
            gateway.recorder.hold();
            query(client, "SELECT repeat('x', 1000) FROM generate_series(1, 50000)");
            until("the intent is written", () -> gateway.recorder.waiting() == 1);
            gateway.recorder.releaseFirst();
            var reading = CompletableFuture.supplyAsync(() -> await(client));
            until("the record falls behind", () -> gateway.recorder.waiting() >= 4);
            until(
                    "the target waits",
                    () -> stateOfTarget("generate_series(1, 50000)").contains("ClientWrite"));
            assertThat(gateway.recorder.waiting()).isLessThan(12);
            assertThat(reading).isNotDone();
            gateway.recorder.release();
            assertThat(reading.join()).hasSize(50_003);
        }
    }

    @Test
    void waitsForAnAgentThatDoesNotRead() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            query(client, "SELECT repeat('x', 1000) FROM generate_series(1, 60000)");
            until(
                    "the target waits",
                    () -> stateOfTarget("generate_series(1, 60000)").contains("ClientWrite"));
            assertThat(recordedBytes()).isLessThan(40_000_000);
            assertThat(client.until('Z')).hasSize(60_003);
        }
    }

    @Test
    void endsTheSessionWhenAResponseCannotBeRecorded() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            query(client, "SELECT 1");
            client.until('Z');
            gateway.recorder.hold();
            query(client, "SELECT repeat('x', 1000) FROM generate_series(1, 50000)");
            until("the intent is written", () -> gateway.recorder.waiting() == 1);
            gateway.recorder.releaseFirst();
            var reading = CompletableFuture.supplyAsync(() -> await(client));
            until("the record falls behind", () -> gateway.recorder.waiting() >= 1);
            gateway.recorder.breakDown();
            assertThat(reading.join().getLast()).startsWith("E").contains("58030");
            until("the session is gone", () -> gateway.protocol.sessions() == 0);
        }
    }

    @Test
    void attributesEveryAnswerOfAPipelineToItsCommand() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                for (String value : List.of("one", "two", "three")) {
                    RawClient.put(
                            bytes,
                            'P',
                            body -> {
                                RawClient.text(body, "", "SELECT '" + value + "'");
                                body.writeShort(0);
                            });
                    RawClient.put(
                            bytes,
                            'B',
                            body -> {
                                RawClient.text(body, "", "");
                                body.writeShort(0).writeShort(0).writeShort(0);
                            });
                    RawClient.put(
                            bytes,
                            'E',
                            body -> {
                                RawClient.text(body, "");
                                body.writeInt(0);
                            });
                }
                RawClient.put(bytes, 'S', _ -> {});
            });
            assertThat(client.until('Z'))
                    .extracting(message -> message.charAt(0))
                    .containsExactly(
                            '1', '2', 'D', 'C', '1', '2', 'D', 'C', '1', '2', 'D', 'C', 'Z');
        }
        until("all are finished", () -> gateway.recorder.all(Finished.class).size() == 3);
        assertThat(gateway.recorder.all(Intended.class)).hasSize(3);
        assertThat(gateway.recorder.all(Finished.class))
                .extracting(Finished::outcome)
                .containsOnly(Outcome.COMPLETED);
        assertThat(gateway.recorder.all(Finished.class))
                .extracting(end -> end.frames().size())
                .containsExactly(4, 4, 5);
    }

    @Test
    void holdsAndRecordsTheValuesThatWereBoundEarlier() throws Exception {
        gateway = TestGateway.start();
        EmbeddedTarget.shared().run("TRUNCATE scratch", "INSERT INTO scratch VALUES (7, 'x')");
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.message('Q', body -> RawClient.text(body, "BEGIN"));
            client.until('Z');
            client.send(bytes -> {
                parse(bytes, "s", "DELETE FROM scratch WHERE id = $1::int");
                RawClient.put(bytes, 'S', _ -> {});
            });
            client.until('Z');
            client.send(bytes -> {
                bind(bytes, "p", "s", "7");
                RawClient.put(bytes, 'S', _ -> {});
            });
            client.until('Z');
            client.send(bytes -> {
                execute(bytes, "p");
                RawClient.put(bytes, 'S', _ -> {});
            });
            until("it waits", () -> gateway.approvals.holds.size() == 1);
            var held = gateway.approvals.holds.getFirst();
            assertThat(HeldCommand.of("postgres", held.request().messages()).text())
                    .isEqualTo("DELETE FROM scratch WHERE id = $1::int\n$1 = '7'");
            gateway.approvals.approve(held);
            client.until('Z');
        }
        Intended ran = gateway.recorder.all(Intended.class).getLast();
        assertThat(HeldCommand.of("postgres", bytes(ran)).text()).endsWith("$1 = '7'");
    }

    @Test
    void givesEachExecutionItsOwnValues() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                parse(bytes, "", "SELECT $1::int");
                bind(bytes, "p1", "", "1");
                bind(bytes, "p2", "", "1000000");
                execute(bytes, "p1");
                execute(bytes, "p2");
                RawClient.put(bytes, 'S', _ -> {});
            });
            client.until('Z');
        }
        assertThat(gateway.recorder.all(Intended.class))
                .extracting(one -> HeldCommand.of("postgres", bytes(one)).text())
                .containsExactly("SELECT $1::int\n$1 = '1'", "SELECT $1::int\n$1 = '1000000'");
    }

    @Test
    void spendsNoConsentThatExpiredWhileTheRestOfItsBatchWaited() throws Exception {
        gateway = TestGateway.start();
        EmbeddedTarget.shared().run("TRUNCATE scratch", "INSERT INTO scratch VALUES (7, 'x')");
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            gateway.approvals.expires = Instant.EPOCH;
            client.send(bytes -> {
                extended(bytes, "DELETE FROM scratch WHERE id = 7");
                extended(bytes, "DELETE FROM scratch WHERE id = 8");
                RawClient.put(bytes, 'S', _ -> {});
            });
            until("the first waits", () -> gateway.approvals.holds.size() == 1);
            gateway.approvals.expires = Instant.MAX;
            gateway.approvals.approve(gateway.approvals.holds.getFirst());
            until("the second waits", () -> gateway.approvals.holds.size() == 2);
            gateway.approvals.approve(gateway.approvals.holds.getLast());
            assertThat(client.until('Z'))
                    .anySatisfy(message -> assertThat(message).startsWith("E").contains("expired"));
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM scratch")).isOne();
    }

    private static List<byte[]> bytes(Intended command) {
        return command.frames().stream().map(WireFrame::bytes).toList();
    }

    private static void parse(ByteBuf bytes, String name, String sql) {
        RawClient.put(
                bytes,
                'P',
                body -> {
                    RawClient.text(body, name, sql);
                    body.writeShort(0);
                });
    }

    private static void bind(ByteBuf bytes, String portal, String statement, String value) {
        RawClient.put(
                bytes,
                'B',
                body -> {
                    RawClient.text(body, portal, statement);
                    body.writeShort(0).writeShort(1).writeInt(value.length());
                    body.writeCharSequence(value, StandardCharsets.UTF_8);
                    body.writeShort(0);
                });
    }

    private static void execute(ByteBuf bytes, String portal) {
        RawClient.put(
                bytes,
                'E',
                body -> {
                    RawClient.text(body, portal);
                    body.writeInt(0);
                });
    }

    @Test
    void undoesWhatWasFlushedWhenALaterCommandIsRefused() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                extended(bytes, "INSERT INTO scratch VALUES (1, 'half')");
                RawClient.put(bytes, 'H', _ -> {});
            });
            client.until('C');
            client.send(bytes -> {
                extended(bytes, "DROP TABLE scratch");
                RawClient.put(bytes, 'S', _ -> {});
            });
            List<String> answer = client.until('Z');
            assertThat(answer).hasSize(2);
            assertThat(answer.getFirst())
                    .startsWith("E")
                    .contains("42501")
                    .contains("(command 1 and later) is rolled back");
            assertThat(answer.getLast()).isEqualTo("ZI");
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM scratch")).isZero();
    }

    @Test
    void refusesTextThatTheTargetMayReadInAnotherWay() throws Exception {
        gateway = TestGateway.start();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                extended(bytes, "SET standard_conforming_strings = off");
                extended(bytes, "SELECT 'a\\' /* '; DROP TABLE scratch; --*/");
                RawClient.put(bytes, 'S', _ -> {});
            });
            assertThat(client.until('Z').getFirst()).startsWith("E").contains("0A000");
            client.send(bytes -> {
                extended(bytes, "SET standard_conforming_strings = on");
                RawClient.put(bytes, 'H', _ -> {});
            });
            client.until('C');
            client.send(bytes -> {
                extended(bytes, "SELECT '\u00e9'");
                RawClient.put(bytes, 'S', _ -> {});
            });
            assertThat(client.until('Z').getFirst()).startsWith("E").contains("0A000");
            client.send(bytes -> {
                extended(bytes, "SELECT '\u00e9'");
                RawClient.put(bytes, 'S', _ -> {});
            });
            assertThat(client.until('Z')).hasSize(5);
        }
    }

    private long recordedBytes() {
        return gateway.recorder.all(InMemoryRecorder.Delivered.class).stream()
                .flatMap(part -> part.frames().stream())
                .mapToLong(frame -> frame.bytes().length)
                .sum();
    }

    private static void extended(io.netty.buffer.ByteBuf bytes, String sql) {
        RawClient.put(
                bytes,
                'P',
                body -> {
                    RawClient.text(body, "", sql);
                    body.writeShort(0);
                });
        RawClient.put(
                bytes,
                'B',
                body -> {
                    RawClient.text(body, "", "");
                    body.writeShort(0).writeShort(0).writeShort(0);
                });
        RawClient.put(
                bytes,
                'E',
                body -> {
                    RawClient.text(body, "");
                    body.writeInt(0);
                });
    }

    private static void query(RawClient client, String sql) throws Exception {
        client.message('Q', body -> RawClient.text(body, sql));
    }

    /// Everything up to ReadyForQuery, or up to a fatal error.
    private static List<String> await(RawClient client) {
        try {
            var messages = new java.util.ArrayList<String>();
            do {
                messages.add(client.next());
            } while (!messages.getLast().startsWith("Z") && !messages.getLast().contains("FATAL"));
            return messages;
        } catch (java.io.IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String lastStatementOfTarget() {
        return activity("query", "application_name = '' OR application_name IS NULL");
    }

    private static String stateOfTarget(String fragment) {
        return activity("wait_event", "query LIKE '%" + fragment + "%'");
    }

    private static String activity(String column, String where) {
        try (var connection = EmbeddedTarget.shared().direct();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "SELECT coalesce(string_agg("
                                        + column
                                        + ", '|'), '') FROM pg_stat_activity WHERE pid <>"
                                        + " pg_backend_pid() AND ("
                                        + where
                                        + ")")) {
            rows.next();
            return rows.getString(1);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
