package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleLogs.Sample;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class PolicyCommandTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String POLICY =
            """
            version: 1
            rules:
              - { id: open, connect: true, when: "'agents' in principal.groups", verdict: allow }
              - { id: read, when: "statement.read_only", verdict: allow }
              - { id: no-ddl, when: "'DROP' in statement.verbs", verdict: deny, message: "No." }
              - { id: ask, when: "'DELETE' in statement.verbs", verdict: hold, approvers: [leads] }
            """;
    private static final String TESTS =
            """
            version: 1
            policy: policy.yaml
            principal: { name: billing-bot, groups: [agents] }
            resource: prod-db
            tests:
              - { connect: true, verdict: allow, rule: open }
              - { connect: true, principal: { name: x }, verdict: deny }
              - { statement: "SELECT name FROM customers", verdict: allow, rule: read }
              - { statement: "SELECT 1; DROP TABLE a", verdict: deny, rule: no-ddl }
              - { name: deletes wait, statement: "DELETE FROM a", verdict: hold }
            """;

    @TempDir Path scratch;
    private Path policy;
    private Path tests;

    @BeforeEach
    void write() throws Exception {
        policy = Files.writeString(scratch.resolve("policy.yaml"), POLICY);
        tests = Files.writeString(scratch.resolve("tests.yaml"), TESTS);
    }

    private static CommandRun policy(Object... arguments) {
        var line = new ArrayList<>(List.of("policy"));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        return CommandRun.of(line.toArray(String[]::new));
    }

    @Test
    void lintSaysHowManyRulesItRead() {
        var run = policy("lint", "--policy", policy);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("4 rules, 0 masking rules, 0 warnings");
    }

    @Test
    void lintWarnsOfAVerbThatNoStatementHasAndFailsIfItIsToBeStrict() throws Exception {
        Files.writeString(policy, POLICY.replace("'DROP'", "'DORP'"));
        var run = policy("lint", "--policy", policy);
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("warning: policy.yaml:5:").contains("`DROP`");
        assertThat(policy("lint", "--policy", policy, "--strict").exit()).isEqualTo(1);
    }

    @Test
    void lintWarnsOfAPlaceAmongValuesThatMayNotBeThere() throws Exception {
        String one = ONE_CUSTOMER.replace(" == ['42']", "[0] == '42'");
        Files.writeString(policy, one);
        assertThat(policy("lint", "--policy", policy).err())
                .contains("warning: policy.yaml:4:", "size(statement.parameters)");
        Files.writeString(
                policy, one.replace("statement.read_only", "size(statement.parameters) == 1"));
        assertThat(policy("lint", "--policy", policy).out()).contains("0 warnings");
    }

    @Test
    void lintRefusesWhatTheGatewayWouldNotStartOn() throws Exception {
        Files.writeString(policy, POLICY.replace("statement.verbs", "statement.verb"));
        var run = policy("lint", "--policy", policy);
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("policy.yaml:5:").contains("Did you mean");
    }

    @Test
    void testsThatHoldAreCounted() {
        var run = policy("test", tests);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).isEqualToNormalizingNewlines("5 tests, 0 failed\n");
    }

    @Test
    void aTestThatFailsSaysWhereAndWhatThePolicySaysInstead() throws Exception {
        Files.writeString(tests, TESTS.replace("verdict: hold", "verdict: allow, rule: read"));
        var run = policy("test", tests);
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .isEqualToNormalizingNewlines(
                        """
                        FAILED tests.yaml:10: deletes wait
                          expected allow (read), the policy says hold (ask, policy.yaml:6): The rule ask asks \
                        for a person's consent.
                        5 tests, 1 failed
                        """);
        var json = JSON.readTree(policy("test", tests, "--json").out());
        assertThat(json.at("/4/passed").asBoolean()).isFalse();
        assertThat(json.at("/4/verdict").asString()).isEqualTo("hold");
    }

    @Test
    void theTestsInTheDocumentationHoldForThePolicyThere() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "policy.md"));
        Files.writeString(policy, block(page, "```yaml policy\n"));
        Files.writeString(tests, block(page, "```yaml tests\n"));
        var run = policy("test", tests);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("5 tests, 0 failed");
    }

    private static final String ONE_CUSTOMER =
            """
            version: 1
            rules:
              - id: one
                when: "statement.read_only && statement.parameters == ['42']"
                verdict: allow
            """;

    private static String block(String page, String begin) {
        int start = page.indexOf(begin) + begin.length();
        return page.substring(start, page.indexOf("```", start));
    }

    @Test
    void aTestGivesItsStatementValues() throws Exception {
        Files.writeString(policy, ONE_CUSTOMER);
        Files.writeString(
                tests,
                """
                version: 1
                policy: policy.yaml
                resource: prod-db
                tests:
                  - { statement: "SELECT $1", parameters: ["42"], verdict: allow, rule: one }
                  - { statement: "SELECT $1", parameters: ["41"], verdict: deny }
                  - { statement: "SELECT $1", parameters: [null], verdict: deny }
                """);
        var run = policy("test", tests);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        Files.writeString(tests, Files.readString(tests).replace("[null]", "[42]"));
        assertThat(policy("test", tests).err()).contains("tests.yaml:7").contains("text in quotes");
    }

    @Test
    void explainShowsTheValuesAStatementIsBoundTo() throws Exception {
        Files.writeString(policy, ONE_CUSTOMER);
        var run = policy("explain", "SELECT $1", "--parameter", "42", "--policy", policy);
        assertThat(run.out())
                .contains("statement.parameters = [42]")
                .contains("one")
                .contains("holds");
        run = policy("explain", "PREPARE p AS SELECT $1", "--policy", policy);
        assertThat(run.out())
                .contains("statement.parameters = later")
                .contains("depends on the values that it will run with");
        run = policy("explain", "EXECUTE p (1 + 1)", "--policy", policy, "--json");
        assertThat(
                        JSON.readTree(run.out())
                                .at("/statements/0/facts/statement.parameters")
                                .asString())
                .isEqualTo("unknown");
    }

    @Test
    void aTestCanOpenAResourceForReplication() throws Exception {
        Files.writeString(
                tests,
                TESTS
                        + "  - { connect: true, replication: physical, verdict: deny, rule: default"
                        + " }\n"
                        + "  - { statement: IDENTIFY_SYSTEM, replication: physical, verdict: allow"
                        + " }\n"
                        + "  - { statement: IDENTIFY_SYSTEM, verdict: deny, rule: unparseable }\n");
        var run = policy("test", tests);
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }

    @Test
    void theRightVerdictOfAnotherRuleIsAFailure() throws Exception {
        Files.writeString(tests, TESTS.replace("rule: no-ddl", "rule: default"));
        assertThat(policy("test", tests).exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    verdict: hold | verdict: maybe | Write allow, deny or hold
                    statement: "DELETE FROM a", | | A test is about one thing
                    resource: prod-db | | about no resource
                    connect: true, verdict: allow | connect: true, at: noon, verdict: allow | This is no time
                    """)
    void aTestFileWithAMistakeSaysWhereItIs(String from, String to, String problem)
            throws Exception {
        Files.writeString(tests, TESTS.replace(from, to == null ? "" : to));
        var run = policy("test", tests);
        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.err()).contains("tests.yaml:").contains(problem);
    }

    @Test
    void explainShowsFactsWhatEachRuleAnswersAndTheVerdict() {
        var run =
                policy(
                        "explain",
                        "SELECT x FROM s.a; DELETE FROM b",
                        "--group",
                        "agents",
                        "--resource",
                        "prod-db",
                        "--policy",
                        policy);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("statement 1 of 2", "statement.reads = [s.a]")
                .contains("read (policy.yaml:4) holds: allow")
                .contains("statement.has_where = false", "ask (policy.yaml:6) holds: hold")
                .contains("no-ddl (policy.yaml:5) does not hold")
                .endsWith("hold (ask, policy.yaml:6): The rule ask asks for a person's consent.\n");
    }

    @Test
    void explainSaysWhyAStatementIsOpaque() {
        var run = policy("explain", "DO 'x'", "--policy", policy, "--json");
        var json = JSON.readTree(run.out());
        assertThat(json.at("/rule").asString()).isEqualTo("unparseable");
        assertThat(json.at("/statements/0/facts/statement.opaque").asBoolean()).isTrue();
        assertThat(json.at("/statements/0/facts/statement.verbs").toString())
                .isEqualTo("[\"*\",\"DO\"]");
        assertThat(json.at("/statements/0/rules/0/answer").asString()).isEqualTo("does-not-hold");
        assertThat(policy("explain", "DO 'x'", "--policy", policy).out())
                .contains("The gateway cannot tell what this statement does: its body");
    }

    @Test
    void replaySaysWhichVerdictsWouldHaveBeenDifferent() throws Exception {
        Sample sample = SampleLogs.write(scratch);
        Files.writeString(scratch.resolve("reader.jwk"), SampleReaders.AUDITOR);
        Path strict =
                Files.writeString(
                        scratch.resolve("strict.yaml"),
                        POLICY.replace(
                                "when: \"statement.read_only\"",
                                "when: \"statement.read_only && !('payments' in"
                                        + " statement.reads)\""));
        var run = policy("replay", strict, "--log", sample.folder());
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("SELECT id, amount, note FROM payments")
                .contains("was allow (read-only), would be deny (default)")
                .contains(" of 2 sessions: 1 verdict would be different")
                .doesNotContain("DROP TABLE");
        assertThat(run.err()).doesNotContain("could not be judged");
        assertThat(policy("replay", strict, "--log", sample.folder(), "--exit-code").exit())
                .isEqualTo(1);
        var json =
                JSON.readTree(policy("replay", strict, "--log", sample.folder(), "--json").out());
        assertThat(json.at("/changes/0/now").asString()).isEqualTo("deny");
        assertThat(json.at("/changes").size()).isEqualTo(1);
    }

    @Test
    void diffComparesTwoPoliciesWhateverWasSaidThen() throws Exception {
        Sample sample = SampleLogs.write(scratch);
        Files.writeString(scratch.resolve("reader.jwk"), SampleReaders.AUDITOR);
        Path next =
                Files.writeString(
                        scratch.resolve("next.yaml"),
                        POLICY.replace(
                                "'DROP' in statement.verbs\", verdict: deny",
                                "'DROP' in statement.verbs\", verdict: allow"));
        var run = policy("diff", policy, next, "--log", sample.folder(), "--exit-code");
        assertThat(run.exit()).as(run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("DROP TABLE payments", "was deny (no-ddl), would be allow (no-ddl, next")
                .contains(": 1 verdict would be different");
        assertThat(policy("diff", policy, policy, "--log", sample.folder(), "--exit-code").exit())
                .isZero();
    }

    @Test
    void replayOfThePolicyAsItWasFindsNothing() throws Exception {
        Sample sample = SampleLogs.write(scratch);
        Files.writeString(scratch.resolve("reader.jwk"), SampleReaders.AUDITOR);
        var run = policy("replay", policy, "--log", sample.folder(), "--exit-code");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("0 verdicts would be different");
    }

    @Test
    void replayWithoutAReadersKeySaysThatItCouldNotJudge() throws Exception {
        Sample sample = SampleLogs.write(scratch);
        var run = policy("replay", policy, "--log", sample.folder());
        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("0 commands of 2 sessions");
        assertThat(run.err()).contains("could not be judged again").contains("--reader-key");
    }

    @Test
    void printsTheSchemasThatAreInTheDocumentation() throws Exception {
        Path formats = Path.of("..", "docs", "formats");
        assertThat(policy("schema").out())
                .isEqualTo(Files.readString(formats.resolve("policy.schema.json")));
        assertThat(policy("schema", "--tests").out())
                .isEqualTo(Files.readString(formats.resolve("policy-tests.schema.json")));
    }
}
