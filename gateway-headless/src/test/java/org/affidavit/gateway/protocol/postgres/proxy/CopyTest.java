package org.affidavit.gateway.protocol.postgres.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.masking.MaskingBook;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.MaskingRule.Keep;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Delivered;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Finished;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// COPY in both directions through the gateway, on a real target.
class CopyTest {
    private static final List<String> SETUP =
            List.of(
                    "DROP SCHEMA IF EXISTS copied CASCADE",
                    "CREATE SCHEMA copied",
                    "ALTER ROLE postgres SET search_path = copied, public",
                    "CREATE TABLE copied.people (id int, email text, note text)",
                    "INSERT INTO copied.people VALUES (1, 'ada@example.com', E'tab\\there'),"
                            + " (2, NULL, E'line\\nbreak \"quoted\" back\\\\slash')",
                    "CREATE VIEW copied.seen AS SELECT id, email AS contact FROM copied.people",
                    "CREATE TABLE copied.sink (id int, what text)");

    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        EmbeddedTarget.shared().run(SETUP.toArray(String[]::new));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        EmbeddedTarget.shared()
                .run("ALTER ROLE postgres RESET search_path", "DROP SCHEMA copied CASCADE");
    }

    private void open(List<MaskingRule> rules) throws Exception {
        var masking = new MaskingBook(rules);
        gateway = TestGateway.start(options -> options.real(masking::of));
        gateway.policy.onlyReads = false;
    }

    private void openMasked() throws Exception {
        open(
                List.of(
                        new MaskingRule(
                                "mask-email",
                                "policy.yaml:1",
                                "*",
                                List.of("copied.people.email"),
                                List.of(),
                                Set.of(),
                                Keep.NONE)));
    }

    private void openPlain() throws Exception {
        open(List.of());
    }

    private static CopyManager copy(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private String out(String sql) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var connection = gateway.connect("plain-db")) {
            copy(connection).copyOut(sql, out);
            usable(connection);
        }
        return out.toString(UTF_8);
    }

    private static void usable(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT 7")) {
            assertThat(row.next()).isTrue();
        }
    }

    private String recorded(Direction direction) {
        var all = new StringBuilder();
        for (Delivered part : gateway.recorder.all(Delivered.class)) {
            append(all, part.frames(), direction);
        }
        for (Finished end : gateway.recorder.all(Finished.class)) {
            append(all, end.frames(), direction);
        }
        return all.toString();
    }

    private static void append(StringBuilder all, List<WireFrame> frames, Direction direction) {
        frames.stream()
                .filter(frame -> frame.direction() == direction)
                .forEach(frame -> all.append(new String(frame.bytes(), ISO_8859_1)));
    }

    @Test
    void rowsOfATableReachTheAgentAsTheTargetWroteThem() throws Exception {
        openPlain();
        assertThat(out("COPY people TO STDOUT"))
                .isEqualTo(
                        "1\tada@example.com\ttab\\there\n"
                                + "2\t\\N\tline\\nbreak \"quoted\" back\\\\slash\n");
        assertThat(recorded(Direction.TO_AGENT)).contains("1\tada@example.com\ttab\\there\n");
    }

    @Test
    void aCopyOfAQueryReads() throws Exception {
        openPlain();
        gateway.policy.onlyReads = true;
        assertThat(out("COPY (SELECT id FROM people ORDER BY id) TO STDOUT")).isEqualTo("1\n2\n");
        for (String sql :
                List.of(
                        "COPY (DELETE FROM people RETURNING id) TO STDOUT",
                        "COPY people TO '/tmp/people'",
                        "COPY people TO PROGRAM 'cat'")) {
            assertThatThrownBy(() -> out(sql))
                    .extracting(error -> ((SQLException) error).getSQLState())
                    .isEqualTo("42501");
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM copied.people"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY people TO STDOUT",
                "COPY copied.people TO STDOUT",
                "COPY people (note, email) TO STDOUT",
                "COPY people TO STDOUT WITH (FORMAT csv, HEADER)",
                "COPY people TO STDOUT CSV",
                "COPY people TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *)",
                "COPY people TO STDOUT WITH (FORMAT binary)",
                "COPY people TO STDOUT BINARY",
                "COPY people TO STDOUT WITH (DELIMITER '@')",
                "COPY people TO STDOUT WITH (FORMAT csv, DELIMITER 'e')",
                "COPY people TO STDOUT WITH (FORMAT csv, QUOTE '@')",
                "COPY people TO STDOUT WITH (ENCODING 'LATIN1')",
                "COPY (SELECT * FROM people) TO STDOUT",
                "COPY (SELECT email FROM people) TO STDOUT WITH (FORMAT binary)",
                "COPY (SELECT email || '' AS note FROM people) TO STDOUT",
                "COPY (SELECT contact FROM seen) TO STDOUT",
                "COPY (SELECT p FROM people p) TO STDOUT",
                "COPY (TABLE people) TO STDOUT",
                "COPY people TO STDOUT; COPY people TO STDOUT",
            })
    void noFormShowsAMaskedValue(String sql) throws Exception {
        openMasked();
        var shown = new ByteArrayOutputStream();
        try (var connection = gateway.connect("plain-db")) {
            try {
                copy(connection).copyOut(sql, shown);
            } catch (SQLException refused) {
                shown.writeBytes(String.valueOf(refused.getMessage()).getBytes(UTF_8));
            }
            usable(connection);
        }
        assertThat(shown.toString(ISO_8859_1)).isNotEmpty().doesNotContain("ada", "example");
        assertThat(recorded(Direction.TO_AGENT)).doesNotContain("ada", "example.com");
    }

    @Test
    void onlyTheMaskedValueOfARowIsReplaced() throws Exception {
        openMasked();
        assertThat(out("COPY people TO STDOUT"))
                .isEqualTo(
                        "1\t[masked]\ttab\\there\n"
                                + "2\t\\N\tline\\nbreak \"quoted\" back\\\\slash\n");
        assertThat(out("COPY people (email, id) TO STDOUT WITH (FORMAT csv, HEADER)"))
                .isEqualTo("email,id\n\"[masked]\",1\n,2\n");
        assertThat(out("COPY (SELECT id, note FROM people WHERE id = 1) TO STDOUT"))
                .isEqualTo("1\ttab\\there\n");
        assertThat(out("COPY people TO STDOUT WITH (FORMAT binary)"))
                .startsWith("PGCOPY\n")
                .contains("[masked]", "tab\there");
        assertThat(gateway.recorder.all(Finished.class))
                .filteredOn(end -> !end.masked().isEmpty())
                .allSatisfy(
                        end -> assertThat(end.masked().getFirst().rule()).isEqualTo("mask-email"));
    }

    @Test
    void rowsOfTheAgentAreOnRecordAndInTheTable() throws Exception {
        openPlain();
        try (var connection = gateway.connect("plain-db")) {
            long rows =
                    copy(connection)
                            .copyIn(
                                    "COPY sink FROM STDIN",
                                    new ByteArrayInputStream("1\tone\n2\ttwo\n".getBytes(UTF_8)));
            assertThat(rows).isEqualTo(2);
            usable(connection);
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM copied.sink")).isEqualTo(2);
        assertThat(recorded(Direction.FROM_AGENT)).contains("1\tone\n2\ttwo\n");
    }

    @Test
    void manyRowsPassInBoundedSteps() throws Exception {
        openPlain();
        var rows = new StringBuilder();
        for (int i = 0; i < 300_000; i++) {
            rows.append(i).append("\twhat is number ").append(i).append('\n');
        }
        try (var connection = gateway.connect("plain-db")) {
            long count =
                    copy(connection)
                            .copyIn(
                                    "COPY sink FROM STDIN",
                                    new ByteArrayInputStream(rows.toString().getBytes(UTF_8)));
            assertThat(count).isEqualTo(300_000);
        }
        assertThat(gateway.recorder.all(Delivered.class).size()).isGreaterThan(20);
    }

    @Test
    void aRowThatTheTargetRefusesLeavesTheSessionUsable() throws Exception {
        openPlain();
        try (var connection = gateway.connect("plain-db")) {
            var rows = new ByteArrayInputStream("1\tone\nx\ttwo\n".repeat(50_000).getBytes(UTF_8));
            assertThatThrownBy(() -> copy(connection).copyIn("COPY sink FROM STDIN", rows))
                    .extracting(error -> ((SQLException) error).getSQLState())
                    .isEqualTo("22P02");
            usable(connection);
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM copied.sink")).isZero();
    }

    @Test
    void aCopyThatTheAgentGivesUpLeavesNothing() throws Exception {
        openPlain();
        try (var connection = gateway.connect("plain-db")) {
            var in = copy(connection).copyIn("COPY sink FROM STDIN");
            byte[] row = "1\tone\n".getBytes(UTF_8);
            in.writeToCopy(row, 0, row.length);
            in.cancelCopy();
            usable(connection);
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM copied.sink")).isZero();
    }

    @Test
    void anAgentThatLeavesInTheMiddleLeavesNothing() throws Exception {
        openPlain();
        var connection = gateway.connect("plain-db");
        var in = copy(connection).copyIn("COPY sink FROM STDIN");
        byte[] row = "1\tone\n".repeat(100_000).getBytes(UTF_8);
        in.writeToCopy(row, 0, row.length);
        in.flushCopy();
        connection.abort(Runnable::run);
        Eventually.until("it ended", () -> !gateway.recorder.all(Finished.class).isEmpty());
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM copied.sink")).isZero();
    }

    @Test
    void rowsForATableAreNoReading() throws Exception {
        openPlain();
        gateway.policy.onlyReads = true;
        try (var connection = gateway.connect("plain-db")) {
            assertThatThrownBy(() ->
                            copy(connection)
                                    .copyIn(
                                            "COPY sink FROM STDIN",
                                            new ByteArrayInputStream("1\tx\n".getBytes(UTF_8))))
                    .extracting(error -> ((SQLException) error).getSQLState())
                    .isEqualTo("42501");
            usable(connection);
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'S', 'H'})
    void rowsMayFollowAnExecute(char end) throws Exception {
        openPlain();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.send(bytes -> {
                RawClient.put(
                        bytes,
                        'P',
                        body -> {
                            RawClient.text(body, "", "COPY sink FROM STDIN");
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
                RawClient.put(bytes, end, _ -> {});
            });
            client.until('G');
            client.send(bytes -> {
                RawClient.put(bytes, 'd', body -> body.writeCharSequence("1\tone\n", ISO_8859_1));
                RawClient.put(bytes, 'c', _ -> {});
                RawClient.put(bytes, 'S', _ -> {});
            });
            client.until('C');
            client.until('Z');
            client.message('Q', body -> RawClient.text(body, "SELECT 7"));
            client.until('Z');
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM copied.sink")).isOne();
    }

    @Test
    void whatIsNoRowEndsTheSession() throws Exception {
        openPlain();
        try (var client = RawClient.inSession(gateway, "plain-db")) {
            client.message('Q', body -> RawClient.text(body, "COPY sink FROM STDIN"));
            client.until('G');
            client.message('d', body -> body.writeCharSequence("1\tone\n", ISO_8859_1));
            client.message('Q', body -> RawClient.text(body, "SELECT 1"));
            client.until('E');
        }
        assertThat(EmbeddedTarget.shared().count("SELECT count(*) FROM copied.sink")).isZero();
    }
}
