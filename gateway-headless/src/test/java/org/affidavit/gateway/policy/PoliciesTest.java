package org.affidavit.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.ConfigProblem;
import org.affidavit.gateway.config.ConfigTemplates;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Principal BOT =
            new Principal(
                    "https://issuer", "billing-bot", "billing-bot", "team", List.of("agents"));
    private static final Resource DB = new Resource("prod-db", "postgres");
    private static final String RULES =
            """
            version: 1
            rules:
              - id: connect
                connect: true
                when: "'agents' in principal.groups && resource.name == 'prod-db'"
                verdict: allow
              - id: read
                when: "statement.read_only && statement.reads.all(r, r in ['customers'])"
                verdict: allow
              - id: delete
                when: "'DELETE' in statement.verbs"
                verdict: hold
                approvers: [db-approvers]
                expire: 10m
              - id: no-ddl
                when: "statement.verbs.exists(v, v in ['DROP', 'ALTER'])"
                verdict: deny
                message: "Schema changes are not made by agents."
                hint: "Ask the database team."
            """;

    @Test
    void allowsWhatARuleAllowsAndNamesIt() throws Exception {
        assertThat(decide(RULES, read("customers")))
                .isEqualTo(new Verdict.Allow(new RuleRef("read", "policy.yaml:7")));
    }

    @Test
    void deniesWhatNoRuleAllows() throws Exception {
        assertThat(decide(RULES, read("salaries")).rule()).isEqualTo(RuleRef.DEFAULT);
    }

    @Test
    void holdsWithTheRulesApproversAndExpiry() throws Exception {
        assertThat(decide(RULES, change("DELETE")))
                .isEqualTo(
                        new Verdict.Hold(
                                new RuleRef("delete", "policy.yaml:10"),
                                "The rule delete asks for a person's consent.",
                                List.of("db-approvers"),
                                Duration.ofMinutes(10)));
    }

    @Test
    void theMostSevereStatementDecidesForTheWholeText() throws Exception {
        assertThat(decide(RULES, read("customers"), change("DELETE"), change("DROP")).rule().id())
                .isEqualTo("no-ddl");
        assertThat(decide(RULES, change("DELETE"), read("customers")).rule().id())
                .isEqualTo("delete");
        assertThat(decide(RULES, read("customers"), change("VACUUM")).rule())
                .isEqualTo(RuleRef.DEFAULT);
    }

    @Test
    void theMostSevereRuleWinsWhateverTheOrder() throws Exception {
        String both =
                """
                version: 1
                rules:
                  - { id: a, when: "true", verdict: allow }
                  - { id: d, when: "true", verdict: deny }
                  - { id: h, when: "true", verdict: hold }
                """;
        assertThat(decide(both, read("x")).rule().id()).isEqualTo("d");
    }

    @Test
    void deniesWhatItCannotReadEvenIfARuleAllowsEverything() throws Exception {
        String all = "version: 1\nrules:\n  - { id: all, when: \"true\", verdict: allow }\n";
        Verdict verdict = engine(all).decide(BOT, DB, SqlFacts.opaque("it holds a NUL"), NOW);

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(verdict.rule().id()).isEqualTo("unparseable");
    }

    @Test
    void asksOfWhatItCannotReadOnlyIfARuleThatNamesThisHolds() throws Exception {
        String rules =
                """
                version: 1
                rules:
                  - { id: all, when: "true", verdict: allow }
                  - { id: unseen, when: "statement.opaque && 'trusted' in principal.groups", verdict: allow }
                """;
        var opaque = SqlFacts.opaque("it holds a NUL");

        assertThat(decide(rules, opaque.statements().getFirst()).rule().id())
                .isEqualTo("unparseable");
        assertThat(
                        decide(
                                        rules.replace("'trusted'", "'agents'"),
                                        read("a"),
                                        opaque.statements().getFirst())
                                .rule()
                                .id())
                .isEqualTo("all");
    }

    @Test
    void aStricterRuleStillHoldsForWhatARuleLetsThroughUnseen() throws Exception {
        String rules =
                """
                version: 1
                rules:
                  - { id: all, when: "true", verdict: allow }
                  - { id: unseen, when: "statement.opaque", verdict: hold, approvers: [a] }
                  - { id: known, when: "statement.verbs.all(v, v in ['DO'])", verdict: allow }
                """;
        var opaque = SqlFacts.opaque("it runs a text").statements().getFirst();

        assertThat(decide(rules, opaque).rule().id()).isEqualTo("unseen");
        assertThat(
                        decide(
                                        rules
                                                + "  - { id: no, when: \"'agents' in"
                                                + " principal.groups\", verdict: deny }\n",
                                        opaque)
                                .rule()
                                .id())
                .isEqualTo("no");
    }

    @Test
    void noConditionMayTakeWhatIsKnownOfWhatItCannotReadForAllOfIt() throws Exception {
        for (String list : List.of("verbs", "reads", "writes", "functions", "settings")) {
            String rules =
                    """
                    version: 1
                    rules:
                      - { id: a, when: "statement.opaque && statement.LIST.all(x, x in ['DO'])", verdict: allow }
                    """
                            .replace("LIST", list);
            assertThat(decide(rules, SqlFacts.opaque("x").statements().getFirst()).rule().id())
                    .isEqualTo("unparseable");
        }
    }

    @Test
    void whatIsRefusedIsDeniedWhateverTheRulesSay() throws Exception {
        String rules =
                "version: 1\nrules:\n  - { id: all, when: \"statement.opaque\", verdict: allow }\n";
        Verdict verdict = engine(rules).decide(BOT, DB, SqlFacts.refused("by number"), NOW);

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(verdict.rule().id()).isEqualTo("unparseable");
    }

    @Test
    void letsATextWithNothingToRunPass() throws Exception {
        assertThat(decide(RULES)).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void deniesWhenARuleCannotBeEvaluated() throws Exception {
        String broken =
                """
                version: 1
                rules:
                  - { id: all, when: "true", verdict: allow }
                  - { id: broken, when: "statement.reads[7] == 'x'", verdict: deny }
                """;
        Verdict verdict = decide(broken, read("a"));

        assertThat(verdict).isInstanceOf(Verdict.Deny.class);
        assertThat(verdict.rule()).isEqualTo(new RuleRef("broken", "policy.yaml:4"));
    }

    @Test
    void deniesWhenARuleCostsTooMuch() throws Exception {
        String costly =
                """
                version: 1
                rules:
                  - id: costly
                    verdict: allow
                    when: >-
                      [1,2,3,4,5,6,7,8].all(a, [1,2,3,4,5,6,7,8].all(b, [1,2,3,4,5,6,7,8].all(c,
                      [1,2,3,4,5,6,7,8].all(d, [1,2,3,4,5,6,7,8].all(e, [1,2,3,4,5,6,7,8].all(f,
                      a + b + c + d + e + f > 0))))))
                """;
        assertThat(decide(costly, read("a"))).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void decidesOnOpening() throws Exception {
        assertThat(engine(RULES).connect(BOT, DB, NOW)).isInstanceOf(Verdict.Allow.class);
        assertThat(engine(RULES).connect(BOT, new Resource("other", "postgres"), NOW))
                .isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void knowsTheTime() throws Exception {
        String hours =
                """
                version: 1
                rules:
                  - { id: day, when: "now.getHours('Europe/Berlin') == 13", verdict: allow }
                """;
        assertThat(decide(hours, read("a"))).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void pointsIntoTheConditionAndSaysWhichFactWasMeant() {
        ConfigProblem problem =
                only(RULES.replace("statement.read_only &&", "statement.readonly &&"));

        assertThat(problem.text())
                .startsWith(
                        """
                        policy.yaml:8:12: `statement.readonly` is not a fact.
                          8 |     when: "statement.readonly && statement.reads.all(r, r in ['customers'])"
                            |            ^
                          Did you mean `statement.read_only`?\
                        """);
    }

    @Test
    void refusesAConditionThatIsNotTrueOrFalse() {
        assertThat(only(RULES.replace("'DELETE' in statement.verbs", "statement.verbs")).what())
                .startsWith("The condition is not valid CEL");
    }

    @Test
    void refusesStatementFactsInARuleAboutOpening() {
        assertThat(only(RULES.replace("resource.name == 'prod-db'", "statement.read_only")).what())
                .isEqualTo("There is no statement yet when a resource is opened.");
    }

    @Test
    void refusesIdsUsedTwiceAndReservedOnes() {
        assertThat(only(RULES.replace("id: no-ddl", "id: read")).what()).contains("used twice");
        assertThat(only(RULES.replace("id: no-ddl", "id: default")).what())
                .contains("the gateway's own");
    }

    @Test
    void refusesAHoldThatNobodyCouldDecide() {
        String text = RULES.replace("    approvers: [db-approvers]\n", "");
        ConfigInvalid invalid =
                catchThrowableOfType(
                        ConfigInvalid.class,
                        () ->
                                Policies.read(
                                        source(text),
                                        new GatewayConfig.Approval(
                                                Duration.ofMinutes(1), List.of())));
        assertThat(invalid).hasMessageContaining("Nobody could decide");
    }

    @Test
    void readsMaskingRules() throws Exception {
        String masking =
                RULES
                        + """
                        masking:
                          - { id: m, resource: prod-db, columns: ["*.email", "public.t.*"], keep: domain }
                          - { id: d, resource: "*", detect: [card, iban] }
                        """;
        assertThat(Policies.read(source(masking), approvals()).masking())
                .containsExactly(
                        new MaskingRule(
                                "m",
                                "policy.yaml:21",
                                "prod-db",
                                List.of("*.email", "public.t.*"),
                                List.of(),
                                Set.of(),
                                MaskingRule.Keep.DOMAIN),
                        new MaskingRule(
                                "d",
                                "policy.yaml:22",
                                "*",
                                List.of(),
                                List.of(),
                                Set.of(MaskingRule.Detector.CARD, MaskingRule.Detector.IBAN),
                                MaskingRule.Keep.NONE));
    }

    @Test
    void whatTwoRulesHoldIsForThoseWhoMayDecideBoth() throws Exception {
        String policy =
                """
                version: 1
                rules:
                  - id: changes
                    when: "'UPDATE' in statement.verbs"
                    verdict: hold
                    approvers: [leads, chiefs]
                    expire: 10m
                  - id: deletions
                    when: "'DELETE' in statement.verbs"
                    verdict: hold
                    approvers: [chiefs]
                    expire: 5m
                """;
        assertThat(decide(policy, change("UPDATE"), change("DELETE")))
                .isInstanceOfSatisfying(
                        Verdict.Hold.class,
                        hold -> {
                            assertThat(hold.approverGroups()).containsExactly("chiefs");
                            assertThat(hold.expire()).isEqualTo(Duration.ofMinutes(5));
                        });
    }

    @Test
    void whatTwoRulesHoldForDifferentPeopleIsDenied() throws Exception {
        String policy =
                """
                version: 1
                rules:
                  - id: changes
                    when: "'UPDATE' in statement.verbs"
                    verdict: hold
                    approvers: [leads]
                  - id: deletions
                    when: "'DELETE' in statement.verbs"
                    verdict: hold
                    approvers: [chiefs]
                """;
        assertThat(decide(policy, change("UPDATE"), change("DELETE")))
                .isInstanceOfSatisfying(
                        Verdict.Deny.class,
                        deny -> assertThat(deny.message()).contains("changes and deletions"));
    }

    @Test
    void opensForReplicationOnlyWhatARuleThatNamesThisAllows() throws Exception {
        String all =
                "version: 1\n"
                        + "rules:\n"
                        + "  - { id: all, connect: true, when: \"true\", verdict: allow }\n";
        String decoded =
                all
                        + "  - { id: decoded, connect: true, when: \"connection.replication =="
                        + " 'database'\", verdict: allow }\n";
        assertThat(engine(all).connect(BOT, DB, NOW)).isInstanceOf(Verdict.Allow.class);
        assertThat(engine(all).connect(BOT, DB, Replication.DATABASE, NOW))
                .isInstanceOfSatisfying(
                        Verdict.Deny.class,
                        deny -> assertThat(deny.message()).contains("for replication"));
        assertThat(engine(decoded).connect(BOT, DB, Replication.DATABASE, NOW))
                .isInstanceOf(Verdict.Allow.class);
        assertThat(engine(decoded).connect(BOT, DB, Replication.PHYSICAL, NOW))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(
                        engine(
                                        decoded.replace("'database'", "'none'")
                                                .replace("\"true\"", "\"false\""))
                                .connect(BOT, DB, Replication.PHYSICAL, NOW))
                .isInstanceOf(Verdict.Deny.class);
        assertThat(
                        only(all.replace(
                                        "connect: true, when: \"true\"",
                                        "when: \"connection.replication == ''\""))
                                .what())
                .contains("is not a fact");
    }

    @Test
    void theTemplateIsValid() throws Exception {
        assertThat(Policies.read(source(ConfigTemplates.policy()), approvals()).masking())
                .hasSize(3);
    }

    private static StatementFacts read(String... relations) {
        return new StatementFacts(
                Set.of("SELECT"),
                Set.of(relations),
                Set.of(),
                Set.of(),
                true,
                true,
                Projection.UNKNOWN);
    }

    private static StatementFacts change(String verb) {
        return new StatementFacts(
                Set.of(verb),
                Set.of(),
                Set.of("customers"),
                Set.of(),
                true,
                false,
                Projection.UNKNOWN);
    }

    private static Verdict decide(String policy, StatementFacts... statements) throws Exception {
        return engine(policy).decide(BOT, DB, new SqlFacts(List.of(statements)), NOW);
    }

    private static PolicyEngine engine(String text) throws Exception {
        return Policies.read(source(text), approvals()).engine();
    }

    private static ConfigProblem only(String text) {
        ConfigInvalid invalid =
                catchThrowableOfType(
                        ConfigInvalid.class, () -> Policies.read(source(text), approvals()));
        assertThat(invalid).isNotNull();
        assertThat(invalid.problems()).hasSize(1);
        return invalid.problems().getFirst();
    }

    private static GatewayConfig.Approval approvals() {
        return new GatewayConfig.Approval(Duration.ofMinutes(15), List.of("approvers"));
    }

    private static SourceFile source(String text) throws ConfigInvalid {
        return SourceFile.of(
                Path.of("policy.yaml").toAbsolutePath(), text.getBytes(StandardCharsets.UTF_8));
    }
}
