package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.policy.Parameters.Value;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.junit.jupiter.api.Test;

/// The values that a statement runs with, as rules see them.
class ParametersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Principal BOT = new Principal("", "bot", "bot", "", List.of());
    private static final Resource DB = new Resource("prod-db", "postgres");
    private static final String SELECT = "SELECT name FROM customers WHERE id = $1";
    private static final Value UNREAD = new Value.Unread();
    private static final String READS_ONE =
            """
            version: 1
            rules:
              - id: one
                when: "statement.read_only && statement.parameters == ['42']"
                verdict: allow
            """;
    private static final String SPARES_ONE =
            """
            version: 1
            rules:
              - { id: all, when: "true", verdict: allow }
              - { id: not-this-one, when: "'42' in statement.parameters", verdict: deny }
            """;

    private final PostgresSqlReader reader = new PostgresSqlReader();

    @Test
    void aRuleAllowsByTheValueOfAParameter() throws Exception {
        assertThat(decide(READS_ONE, SELECT, text("42"))).isEqualTo("allow one");
        assertThat(decide(READS_ONE, SELECT, text("43"))).isEqualTo("deny default");
        assertThat(decide(READS_ONE, SELECT)).isEqualTo("deny default");
    }

    @Test
    void aRuleDeniesByTheValueOfAParameter() throws Exception {
        assertThat(decide(SPARES_ONE, SELECT, text("1"), text("42")))
                .isEqualTo("deny not-this-one");
        assertThat(decide(SPARES_ONE, SELECT, text("1"))).isEqualTo("allow all");
        assertThat(decide(SPARES_ONE, "SELECT 1")).isEqualTo("allow all");
    }

    @Test
    void aValueThatCannotBeReadDeniesWhereARuleDependsOnIt() throws Exception {
        assertThat(decide(READS_ONE, SELECT, UNREAD)).isEqualTo("deny one");
        assertThat(decide(SPARES_ONE, SELECT, UNREAD)).isEqualTo("deny not-this-one");
        assertThat(decide(SPARES_ONE, SELECT, text("1"), UNREAD)).isEqualTo("deny not-this-one");
    }

    @Test
    void aValueThatCannotBeReadMattersToNoRuleThatDoesNotDependOnIt() throws Exception {
        String deletes = SPARES_ONE.replace("'42' in", "'DELETE' in statement.verbs && '42' in");
        assertThat(decide(deletes, SELECT, UNREAD)).isEqualTo("allow all");
        assertThat(decide(deletes, "DELETE FROM a WHERE id = $1", UNREAD))
                .isEqualTo("deny not-this-one");
    }

    @Test
    void nullIsAValueOfItsOwn() throws Exception {
        String nulls = READS_ONE.replace("== ['42']", "[0] == null");
        assertThat(decide(nulls, SELECT, new Value.Null())).isEqualTo("allow one");
        assertThat(decide(nulls, SELECT, text(""))).isEqualTo("deny default");
        assertThat(decide(nulls, SELECT, text("null"))).isEqualTo("deny default");
        assertThat(decide(READS_ONE.replace("'42'", "''"), SELECT, new Value.Null()))
                .isEqualTo("deny default");
    }

    @Test
    void aPlaceWithoutAValueDenies() throws Exception {
        assertThat(decide(READS_ONE.replace("== ['42']", "[0] == '42'"), "SELECT 1"))
                .isEqualTo("deny one");
    }

    @Test
    void tooManyOrTooLongValuesAreNotRead() throws Exception {
        Value[] many =
                IntStream.rangeClosed(0, Parameters.VALUES_MAX)
                        .mapToObj(String::valueOf)
                        .map(Value.Text::new)
                        .toArray(Value[]::new);
        assertThat(decide(SPARES_ONE, SELECT, many)).isEqualTo("deny not-this-one");
        Value longest = text("x".repeat(Parameters.CHARACTERS_MAX));
        assertThat(decide(SPARES_ONE, SELECT, longest)).isEqualTo("allow all");
        assertThat(decide(SPARES_ONE, SELECT, longest, text("x"))).isEqualTo("deny not-this-one");
    }

    @Test
    void preparingWaitsForTheValuesThatDecide() throws Exception {
        SqlFacts prepared = reader.read(SELECT).bound(Parameters.LATER);
        assertThat(decide(READS_ONE, prepared)).isEqualTo("allow one");
        assertThat(decide(SPARES_ONE, prepared)).isEqualTo("allow all");
        assertThat(decide(READS_ONE, reader.read("DELETE FROM a").bound(Parameters.LATER)))
                .isEqualTo("deny default");
        String other =
                SPARES_ONE + "  - { id: no, when: \"'SELECT' in statement.verbs\", verdict: deny }";
        assertThat(decide(other, prepared)).isEqualTo("deny no");
    }

    @Test
    void executeHasTheValuesThatAreWrittenBehindIt() {
        assertThat(executed("EXECUTE p ('a''b', 42, -7, true, NULL, $x$it's$x$)"))
                .hasValue(
                        List.of(
                                Optional.of("a'b"),
                                Optional.of("42"),
                                Optional.of("-7"),
                                Optional.of("true"),
                                Optional.empty(),
                                Optional.of("it's")));
        assertThat(executed("EXECUTE p")).hasValue(List.of());
    }

    @Test
    void whatIsNoLiteralIsNotRead() {
        for (String value :
                List.of(
                        "1 + 1",
                        "lower('X')",
                        "'a'::text",
                        "E'\\x41'",
                        "X'41'",
                        "b'1'",
                        "+1",
                        "$1",
                        "(1)",
                        "ARRAY[1, 2]",
                        "current_user",
                        "date '2026-01-01'")) {
            assertThat(executed("EXECUTE p (1, " + value + ")")).as(value).isEmpty();
        }
    }

    @Test
    void statementsThatShareTheirFactsKeepTheirValues() {
        assertThat(executed("EXECUTE p (1)")).hasValue(List.of(Optional.of("1")));
        assertThat(executed("EXECUTE p (2)")).hasValue(List.of(Optional.of("2")));
        assertThat(reader.readAtOnce("EXECUTE p (3)"))
                .hasValueSatisfying(
                        facts -> assertThat(told(facts)).hasValue(List.of(Optional.of("3"))));
    }

    @Test
    void aRuleDecidesOnWhatExecuteRunsByItsValues() throws Exception {
        String prepare = "PREPARE p AS " + SELECT + "; ";
        assertThat(decide(SPARES_ONE, prepare + "EXECUTE p (42)")).isEqualTo("deny not-this-one");
        assertThat(decide(SPARES_ONE, prepare + "EXECUTE p (41)")).isEqualTo("allow all");
        assertThat(decide(SPARES_ONE, prepare + "EXECUTE p (41 + 1)"))
                .isEqualTo("deny not-this-one");
    }

    @Test
    void valuesThatExecutePassesOnAreThoseItIsBoundTo() {
        SqlFacts facts = reader.read("EXECUTE p ($2, 'x')").bound(of(text("a"), text("b")));
        assertThat(told(facts)).hasValue(List.of(Optional.of("b"), Optional.of("x")));
        assertThat(told(reader.read("EXECUTE p ($3)").bound(of(text("a"))))).isEmpty();
        assertThat(told(reader.read("EXECUTE p ($1)").bound(of(UNREAD)))).isEmpty();
    }

    @Test
    void aCursorKeepsTheValuesThatItWasDeclaredWith() {
        SqlFacts declared = reader.read("DECLARE c CURSOR FOR " + SELECT).bound(of(text("42")));
        SqlNames names = SqlNames.NONE.resolve(declared).after();
        assertThat(told(names.resolve(reader.read("FETCH ALL FROM c").bound(of())).facts()))
                .hasValue(List.of(Optional.of("42")));
        SqlFacts large =
                reader.read("DECLARE c CURSOR FOR " + SELECT).bound(of(text("x".repeat(10_000))));
        names = SqlNames.NONE.resolve(large).after();
        assertThat(told(names.resolve(reader.read("FETCH ALL FROM c")).facts())).isEmpty();
    }

    @Test
    void whatIsOpaqueTakesValuesThatNobodyKnows() {
        assertThat(told(reader.read("CREATE TABLE t AS EXECUTE p (42)").bound(of()))).isEmpty();
    }

    @Test
    void saysNothingOfTheValuesWhereTheyMightBeLogged() {
        assertThat(reader.read(SELECT).bound(of(text("s3cret"))).toString())
                .doesNotContain("s3cret");
    }

    private Optional<List<Optional<String>>> executed(String sql) {
        return told(reader.read(sql));
    }

    private static Optional<List<Optional<String>>> told(SqlFacts facts) {
        return facts.statements().getLast().parameters().told();
    }

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static Parameters of(Value... values) {
        return Parameters.of(() -> List.of(values));
    }

    private String decide(String policy, String sql, Value... values) throws Exception {
        return decide(policy, SqlNames.NONE.resolve(reader.read(sql).bound(of(values))).facts());
    }

    private static String decide(String policy, SqlFacts facts) throws Exception {
        SourceFile source =
                SourceFile.of(
                        Path.of("policy.yaml").toAbsolutePath(),
                        policy.getBytes(StandardCharsets.UTF_8));
        var approvals = new GatewayConfig.Approval(Duration.ofMinutes(1), List.of());
        Verdict verdict = Policies.read(source, approvals).engine().decide(BOT, DB, facts, NOW);
        String word = verdict instanceof Verdict.Allow ? "allow " : "deny ";
        return word + verdict.rule().id();
    }
}
