package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.affidavit.gateway.masking.MaskingBook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/// A real target, and a policy that allows only what is proven to read.
class NamedQueriesTest {
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        EmbeddedTarget.shared()
                .run(
                        "DROP SCHEMA IF EXISTS named CASCADE",
                        "CREATE SCHEMA named",
                        "CREATE TABLE named.people (id int)",
                        "INSERT INTO named.people VALUES (1), (2)");
        var masking = new MaskingBook(List.of());
        gateway = TestGateway.start(options -> options.real(masking::of));
        gateway.policy.onlyReads = true;
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        EmbeddedTarget.shared().run("DROP SCHEMA named CASCADE");
    }

    private static int count(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void isDenied(Connection connection, String sql) {
        assertThatThrownBy(() -> run(connection, sql))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void whatWasPreparedHereRunsByItsName() throws Exception {
        try (var connection = gateway.connect("plain-db")) {
            run(connection, "PREPARE p (int) AS SELECT id FROM named.people WHERE id > $1");

            assertThat(count(connection, "EXECUTE p (0)")).isEqualTo(2);
            assertThat(count(connection, "EXECUTE p (1)")).isOne();
        }
    }

    @Test
    void aCursorIsReadUntilItsTransactionEnds() throws Exception {
        try (var connection = gateway.connect("plain-db")) {
            gateway.policy.onlyReads = false;
            connection.setAutoCommit(false);
            run(connection, "DECLARE c CURSOR FOR SELECT id FROM named.people");
            assertThat(count(connection, "FETCH 1 FROM c")).isOne();
            assertThat(count(connection, "FETCH ALL FROM c")).isOne();
            connection.commit();

            isDenied(connection, "FETCH ALL FROM c");
        }
    }

    @Test
    void aNameThatWasNeverGivenBecauseTheTargetRefusedIsNotKnown() throws Exception {
        try (var connection = gateway.connect("plain-db")) {
            assertThatThrownBy(() -> run(connection, "PREPARE p AS SELECT x FROM named.nothing"))
                    .isInstanceOf(SQLException.class);

            isDenied(connection, "EXECUTE p");
        }
    }

    @Test
    void whatTheDriverPreparedIsNotRunByExecute() throws Exception {
        gateway.policy.onlyReads = false;
        try (var connection = gateway.connect("plain-db")) {
            connection.unwrap(PGConnection.class).setPrepareThreshold(1);
            try (var prepared = connection.prepareStatement("SELECT id FROM named.people")) {
                prepared.executeQuery().close();
                prepared.executeQuery().close();

                for (int i = 1; i < 5; i++) {
                    isDenied(connection, "EXECUTE \"S_" + i + "\"");
                }
            }
        }
    }

    @Test
    void whatTheDriverHasOpenIsNotFetchedByName() throws Exception {
        gateway.policy.onlyReads = false;
        try (var connection = gateway.connect("plain-db")) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.setFetchSize(1);
                try (var rows = statement.executeQuery("SELECT id FROM named.people")) {
                    assertThat(rows.next()).isTrue();
                    for (int i = 1; i < 5; i++) {
                        isDenied(connection, "FETCH ALL FROM \"C_" + i + "\"");
                    }
                }
            }
        }
    }
}
