package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.affidavit.gateway.masking.MaskingBook;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Delivered;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Finished;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Intended;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Opened;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/// Copies of a whole database, as they are made through the gateway.
class ReplicationTest {
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        EmbeddedTarget.shared()
                .run(
                        "DROP SCHEMA IF EXISTS copies CASCADE",
                        "CREATE SCHEMA copies",
                        "CREATE TABLE copies.people (id int PRIMARY KEY, name text)",
                        "CREATE PUBLICATION copies FOR TABLE copies.people");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        EmbeddedTarget.shared().run("DROP PUBLICATION copies", "DROP SCHEMA copies CASCADE");
    }

    private void open(List<MaskingRule> rules) throws Exception {
        var masking = new MaskingBook(rules);
        gateway = TestGateway.start(options -> options.real(masking::of));
    }

    private Connection replicating(String how) throws Exception {
        return gateway.connect(
                "plain-db",
                "replication",
                how,
                "preferQueryMode",
                "simple",
                "assumeMinServerVersion",
                "15");
    }

    private static String next(PGReplicationStream stream, String wanted) throws SQLException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        var seen = new StringBuilder();
        while (seen.indexOf(wanted) < 0 && System.nanoTime() < end) {
            ByteBuffer message = stream.readPending();
            if (message == null) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            } else {
                seen.append(StandardCharsets.ISO_8859_1.decode(message));
            }
        }
        return seen.toString();
    }

    private String recorded(Direction direction) {
        var text = new StringBuilder();
        for (Delivered part : gateway.recorder.all(Delivered.class)) {
            append(text, part.frames(), direction);
        }
        for (Finished end : gateway.recorder.all(Finished.class)) {
            append(text, end.frames(), direction);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, List<WireFrame> frames, Direction direction) {
        frames.stream()
                .filter(frame -> frame.direction() == direction)
                .forEach(frame ->
                        text.append(new String(frame.bytes(), StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "on", "database"})
    void isRefusedUnlessPolicySaysOtherwise(String how) throws Exception {
        open(List.of());

        assertThatThrownBy(() -> replicating(how))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"))
                .hasMessageContaining("Nothing is replicated here");
        assertThat(gateway.recorder.events)
                .singleElement()
                .isInstanceOfSatisfying(
                        AccessRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo("replication-denied"));
    }

    @Test
    void isRefusedWhereValuesAreMasked() throws Exception {
        open(
                List.of(
                        new MaskingRule(
                                "m",
                                "policy.yaml:1",
                                "plain-db",
                                List.of("*.name"),
                                List.of(),
                                java.util.Set.of(),
                                MaskingRule.Keep.NONE)));
        gateway.policy.replicates = true;

        assertThatThrownBy(() -> replicating("database"))
                .hasMessageContaining("cannot be replicated, because values in it are masked");
        assertThat(gateway.recorder.all(Opened.class)).isEmpty();
    }

    @Test
    void passesDecodedChangesToTheAgentAndWhatItHasOfThemToTheTarget() throws Exception {
        open(List.of());
        gateway.policy.replicates = true;
        try (var connection = replicating("database")) {
            var api = connection.unwrap(PGConnection.class).getReplicationAPI();
            api.createReplicationSlot()
                    .logical()
                    .withSlotName("copies")
                    .withOutputPlugin("pgoutput")
                    .make();
            EmbeddedTarget.shared().run("INSERT INTO copies.people VALUES (1, 'Ada Lovelace')");
            try (var stream =
                    api.replicationStream()
                            .logical()
                            .withSlotName("copies")
                            .withSlotOption("proto_version", 1)
                            .withSlotOption("publication_names", "copies")
                            .start()) {
                assertThat(next(stream, "Ada Lovelace")).contains("Ada Lovelace");
                LogSequenceNumber seen = flushed();
                assertThat(confirmed("copies")).isLessThan(seen.asLong());
                stream.setAppliedLSN(seen);
                stream.setFlushedLSN(seen);
                gateway.recorder.hold();
                stream.forceUpdateStatus();
                Eventually.until("it is being recorded", () -> gateway.recorder.waiting() > 0);
                assertThat(confirmed("copies")).isLessThan(seen.asLong());
                gateway.recorder.release();
                Eventually.until("the slot moved", () -> confirmed("copies") >= seen.asLong());
            }
            api.dropReplicationSlot("copies");
        }

        assertThat(gateway.recorder.all(Opened.class).getFirst().client())
                .endsWith("replication database");
        assertThat(gateway.recorder.all(Intended.class))
                .anySatisfy(it -> {
                    assertThat(it.facts().verbs()).containsExactly("START_REPLICATION");
                    assertThat(it.facts().objects()).containsExactly("*");
                });
        assertThat(recorded(Direction.TO_AGENT)).contains("Ada Lovelace");
        assertThat(recorded(Direction.FROM_AGENT)).startsWith("d");
    }

    private static LogSequenceNumber flushed() throws Exception {
        return LogSequenceNumber.valueOf(
                EmbeddedTarget.shared().count("SELECT pg_current_wal_flush_lsn() - '0/0'::pg_lsn"));
    }

    private static long confirmed(String slot) {
        try {
            return EmbeddedTarget.shared()
                    .count(
                            "SELECT confirmed_flush_lsn - '0/0'::pg_lsn FROM pg_replication_slots"
                                    + " WHERE slot_name = '"
                                    + slot
                                    + "'");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void passesTheServersOwnLog() throws Exception {
        open(List.of());
        gateway.policy.replicates = true;
        try (var connection = replicating("true")) {
            var api = connection.unwrap(PGConnection.class).getReplicationAPI();
            LogSequenceNumber from = flushed();
            EmbeddedTarget.shared().run("INSERT INTO copies.people VALUES (2, 'Grace Hopper')");
            try (var stream = api.replicationStream().physical().withStartPosition(from).start()) {
                assertThat(next(stream, "Grace Hopper")).contains("Grace Hopper");
            }
        }
        assertThat(recorded(Direction.TO_AGENT)).contains("Grace Hopper");
    }

    @Test
    void aClientThatCannotNameTheResourceAsItsDatabaseNamesItInItsOptions() throws Exception {
        open(List.of());
        gateway.policy.replicates = true;
        try (var connection =
                        gateway.connect(
                                "replication",
                                "replication",
                                "true",
                                "options",
                                "-c affidavit.resource=plain-db",
                                "preferQueryMode",
                                "simple",
                                "assumeMinServerVersion",
                                "15");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("IDENTIFY_SYSTEM")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("systemid")).isNotEmpty();
        }
        assertThat(gateway.recorder.all(Opened.class).getFirst().resource().name())
                .isEqualTo("plain-db");
    }

    @Test
    void statementsAreJudgedAsEver() throws Exception {
        open(List.of());
        gateway.policy.replicates = true;
        try (var connection = replicating("database");
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("DROP TABLE copies.people"))
                    .hasMessageContaining("Tables are not dropped here");
            gateway.policy.onlyReads = true;
            statement.execute("SELECT id FROM copies.people");
            statement.execute("IDENTIFY_SYSTEM");
            assertThatThrownBy(() -> statement.execute("identify_system"))
                    .hasMessageContaining("Tables are not dropped here");
            assertThatThrownBy(() -> statement.execute("DROP_REPLICATION_SLOT nothing"))
                    .hasMessageContaining("Tables are not dropped here");
        }
    }
}
