package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every spelling that was thought of to get more than reading `customers` past a policy that
/// allows just that. None may be allowed.
class PolicyEvasionTest {
    private static final String POLICY =
            """
            version: 1
            rules:
              - id: read-customers
                when: "statement.read_only && statement.reads.all(r, r == 'customers')"
                verdict: allow
            """;
    private static final PostgresSqlReader READER = new PostgresSqlReader();
    private static final PolicyEngine ENGINE = engine();

    static Stream<String> evasions() throws IOException {
        try (InputStream in = PolicyEvasionTest.class.getResourceAsStream("evasions.sql")) {
            return Stream.of(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n====\n"))
                    .map(sql -> sql.replace("<NUL>", "\0").replace("<CR>", "\r").strip())
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("evasions")
    void isNotAllowed(String sql) {
        assertThat(decide(sql))
                .as(READER.read(sql).toString())
                .isNotInstanceOf(Verdict.Allow.class);
    }

    @ParameterizedTest
    @MethodSource("evasions")
    void isNotAllowedBehindAnHonestStatement(String sql) {
        assertThat(decide("SELECT id FROM customers;" + sql)).isNotInstanceOf(Verdict.Allow.class);
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "SELECT id FROM customers",
                "select count(*) from Customers where name like 'A%'",
                "WITH q AS (SELECT * FROM customers) SELECT * FROM q",
                "SET extra_float_digits = 3",
                "SHOW TRANSACTION ISOLATION LEVEL",
                "PREPARE p AS SELECT id FROM customers; EXECUTE p; EXECUTE p ('x')",
                "DECLARE c CURSOR FOR SELECT id FROM customers; FETCH 5 FROM c; MOVE c",
                "",
            })
    void theHonestOnesAreAllowed(String sql) {
        assertThat(decide(sql)).as(READER.read(sql).toString()).isInstanceOf(Verdict.Allow.class);
    }

    private static Verdict decide(String sql) {
        return ENGINE.decide(
                new Principal("https://issuer", "bot", "bot", "", List.of("agents")),
                new Resource("prod-db", "postgres"),
                SqlNames.NONE.resolve(READER.read(sql)).facts(),
                Instant.EPOCH);
    }

    private static PolicyEngine engine() {
        try {
            return Policies.read(
                            SourceFile.of(
                                    Path.of("/policy.yaml"),
                                    POLICY.getBytes(StandardCharsets.UTF_8)),
                            new GatewayConfig.Approval(Duration.ofMinutes(1), List.of()))
                    .engine();
        } catch (org.affidavit.gateway.config.ConfigInvalid e) {
            throw new IllegalStateException(e);
        }
    }
}
