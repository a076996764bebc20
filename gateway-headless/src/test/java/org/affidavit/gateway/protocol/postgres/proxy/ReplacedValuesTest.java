package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.affidavit.gateway.masking.MaskingBook;
import org.affidavit.gateway.masking.Tokens;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.affidavit.gateway.policy.MaskingRule.Keep;
import org.affidavit.gateway.policy.MaskingRule.Replace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/// What a client reads where a value was replaced, in both formats.
class ReplacedValuesTest {
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        EmbeddedTarget.shared()
                .run(
                        "CREATE SCHEMA replaced",
                        "CREATE TABLE replaced.zeros (a int, b bigint, c smallint, d numeric, e"
                            + " real, f double precision, g boolean, h date, i timestamp, j"
                            + " timestamptz, k time, l uuid, m text, n bytea, o jsonb, p interval,"
                            + " q inet)",
                        "INSERT INTO replaced.zeros VALUES (1, 2, 3, 4.5, 6, 7, true, '2020-02-02',"
                                + " '2020-02-02 02:02', '2020-02-02 02:02+00', '02:02',"
                                + " '11111111-1111-4111-8111-111111111111', 'm', 'n', '{}',"
                                + " '1 day', '10.0.0.1')",
                        "CREATE TABLE replaced.people (id uuid, mail text, code char(8), age int)",
                        "INSERT INTO replaced.people VALUES"
                                + " ('11111111-1111-4111-8111-111111111111', 'ada@example.com',"
                                + " 'x1', 36)",
                        "CREATE TABLE replaced.orders (person uuid, mail varchar(40), code text)",
                        "INSERT INTO replaced.orders VALUES"
                                + " ('11111111-1111-4111-8111-111111111111', 'ada@example.com',"
                                + " 'x1')",
                        "ALTER ROLE postgres SET search_path TO replaced");
        gateway =
                TestGateway.start(options ->
                        options.real(
                                new MaskingBook(
                                                List.of(
                                                        rule(
                                                                "zeros",
                                                                Replace.ZERO,
                                                                "replaced.zeros.*"),
                                                        rule(
                                                                "tokens",
                                                                Replace.TOKEN,
                                                                "replaced.people.*",
                                                                "replaced.orders.*"),
                                                        new MaskingRule(
                                                                "found",
                                                                "policy.yaml:1",
                                                                "*",
                                                                List.of(),
                                                                List.of(),
                                                                Set.of(Detector.EMAIL),
                                                                Keep.NONE,
                                                                Replace.TOKEN)),
                                                new Tokens(new byte[32]))
                                        ::of));
        gateway.policy.onlyReads = false;
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        EmbeddedTarget.shared()
                .run("ALTER ROLE postgres RESET search_path", "DROP SCHEMA replaced CASCADE");
    }

    private static MaskingRule rule(String id, Replace replace, String... columns) {
        return new MaskingRule(
                id,
                "policy.yaml:1",
                "*",
                List.of(columns),
                List.of(),
                Set.of(),
                Keep.NONE,
                replace);
    }

    /// What is done with a result.
    private interface Reading {
        void read(ResultSet row) throws Exception;
    }

    /// @param binary whether the client asks for all that it can read in binary format
    private void read(boolean binary, String sql, Reading reading) throws Exception {
        try (var connection =
                        gateway.connect(
                                "plain-db",
                                "prepareThreshold",
                                binary ? "-1" : "0",
                                "binaryTransfer",
                                String.valueOf(binary));
                var statement = connection.prepareStatement(sql);
                var row = statement.executeQuery()) {
            assertThat(row.next()).isTrue();
            reading.read(row);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientReadsTheZeroOfEveryType(boolean binary) throws Exception {
        read(
                binary,
                "SELECT * FROM zeros",
                row -> {
                    assertThat(row.getInt("a")).isZero();
                    assertThat(row.getLong("b")).isZero();
                    assertThat(row.getShort("c")).isZero();
                    assertThat(row.getBigDecimal("d")).isEqualByComparingTo(BigDecimal.ZERO);
                    assertThat(row.getFloat("e")).isZero();
                    assertThat(row.getDouble("f")).isZero();
                    assertThat(row.getBoolean("g")).isFalse();
                    assertThat(row.wasNull()).isFalse();
                    assertThat(row.getObject("h", LocalDate.class)).isEqualTo("2000-01-01");
                    assertThat(row.getObject("i", LocalDateTime.class))
                            .isEqualTo("2000-01-01T00:00:00");
                    assertThat(row.getObject("j", OffsetDateTime.class).toInstant())
                            .isEqualTo("2000-01-01T00:00:00Z");
                    assertThat(row.getObject("k", LocalTime.class)).isEqualTo("00:00:00");
                    assertThat(row.getObject("l")).isEqualTo(new UUID(0, 0));
                    assertThat(row.getString("m")).isEmpty();
                    assertThat(row.getBytes("n")).isEmpty();
                    assertThat(row.getString("o")).isEqualTo("null");
                    assertThat(row.getString("p")).isNotNull().doesNotContain("1 day");
                    assertThat(row.getString("q")).isNull();
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tokensAreEqualWhereTheValuesAre(boolean binary) throws Exception {
        read(
                binary,
                "SELECT * FROM people, orders",
                row -> {
                    assertThat(row.getObject("id", UUID.class).version()).isEqualTo(8);
                    assertThat(row.getObject("id")).isEqualTo(row.getObject("person"));
                    assertThat(row.getString(2)).isEqualTo(row.getString(6)).startsWith("tok_");
                    assertThat(row.getString(3)).isEqualTo(row.getString(7));
                    assertThat(row.getString(2)).isNotEqualTo(row.getString(3));
                    assertThat(row.getString("age")).isNull();
                });
    }

    @Test
    void aTokenStandsInForAPartOfAText() throws Exception {
        read(
                false,
                "SELECT 'to ada@example.com' AS a, '{\"b\": \"ada@example.com\"}'::jsonb AS b",
                row -> {
                    assertThat(row.getString("a")).matches("to tok_[0-9a-f]{32}");
                    assertThat(row.getString("b"))
                            .contains(row.getString("a").substring("to ".length()));
                });
    }

    @Test
    void rowsThatAreCopiedHaveTheSameTokens() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var connection = gateway.connect("plain-db")) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY people TO STDOUT", out);
        }
        String copied = out.toString(StandardCharsets.UTF_8);
        read(
                false,
                "SELECT id, mail FROM people",
                row -> assertThat(copied).startsWith(row.getString(1) + "\t" + row.getString(2)));
    }
}
