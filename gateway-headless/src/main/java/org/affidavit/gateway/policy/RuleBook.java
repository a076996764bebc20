package org.affidavit.gateway.policy;

import static org.affidavit.gateway.policy.ConditionCompiler.PARAMETERS;
import static org.affidavit.gateway.policy.ConditionCompiler.REPLICATION;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.affidavit.gateway.policy.Explanation.Answer;
import org.affidavit.gateway.policy.Explanation.Outcome;
import org.affidavit.gateway.policy.SqlFacts.Doubt;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;

/// Decides by a list of rules: every rule is asked, the most severe answer wins (deny, then hold,
/// then allow), the first in the file among equals. What several rules hold is held for those who
/// may decide for all of them. Nothing matches: deny.
final class RuleBook implements PolicyEngine {
    private static final RuleRef UNPARSEABLE = new RuleRef("unparseable", "");
    private static final RuleRef EMPTY = new RuleRef("nothing-to-run", "");

    private static final String OPAQUE = "statement.opaque";

    private final String digest;
    private final List<Rule> connectRules;
    private final List<Rule> statementRules;

    RuleBook(String digest, List<Rule> rules) {
        this.digest = digest;
        this.connectRules = rules.stream().filter(Rule::connect).toList();
        this.statementRules = rules.stream().filter(rule -> !rule.connect()).toList();
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public Verdict connect(
            Principal principal, Resource resource, Replication replication, Instant now) {
        Map<String, Object> values = opening(principal, resource, replication, now);
        String otherwise = "No rule lets you open " + resource.name();
        if (replication != Replication.NONE && !named(connectRules, REPLICATION, values)) {
            return new Verdict.Deny(
                    RuleRef.DEFAULT,
                    otherwise + " for replication.",
                    "Connect without the replication parameter, or ask the people who keep the"
                            + " policy for a rule that names connection.replication.");
        }
        return ask(connectRules, values, false, otherwise + ".");
    }

    @Override
    public Verdict decide(Principal principal, Resource resource, SqlFacts facts, Instant now) {
        return facts.statements().stream()
                .map(statement -> {
                    Map<String, Object> values = common(principal, resource, now);
                    values.putAll(statement(statement));
                    return decide(statement, values);
                })
                .reduce(Verdict::and)
                .orElse(new Verdict.Allow(EMPTY));
    }

    /// A statement that is opaque is asked about only if a rule that names this holds: no rule is
    /// to let through by accident what it could not see.
    private Verdict decide(StatementFacts statement, Map<String, Object> values) {
        Doubt doubt = statement.doubt();
        if (statement.opaque() && (doubt.refused() || !named(statementRules, OPAQUE, values))) {
            return new Verdict.Deny(
                    UNPARSEABLE,
                    "The gateway cannot tell what this statement does: " + doubt.why() + ".",
                    doubt.instead());
        }
        return ask(
                statementRules,
                values,
                statement.parameters().later(),
                "No rule allows this statement.");
    }

    /// The same, said at length.
    PolicyExplainer explainer() {
        return new PolicyExplainer() {
            @Override
            public Explanation connect(Principal principal, Resource resource, Instant now) {
                Map<String, Object> values = opening(principal, resource, Replication.NONE, now);
                return new Explanation(
                        values,
                        answers(connectRules, values, false),
                        RuleBook.this.connect(principal, resource, now));
            }

            @Override
            public List<Explanation> decide(
                    Principal principal, Resource resource, SqlFacts facts, Instant now) {
                List<Explanation> explanations = new ArrayList<>();
                for (StatementFacts statement : facts.statements()) {
                    Map<String, Object> values = common(principal, resource, now);
                    values.putAll(statement(statement));
                    Parameters parameters = statement.parameters();
                    Verdict verdict = RuleBook.this.decide(statement, values);
                    List<Answer> answers = answers(statementRules, values, parameters.later());
                    values.put(PARAMETERS, shown(parameters));
                    explanations.add(new Explanation(values, answers, verdict));
                }
                return explanations;
            }
        };
    }

    /// For people: a list that may hold nulls, or a word.
    private static Object shown(Parameters parameters) {
        return parameters
                .told()
                .<Object>map(values -> values.stream().map(value -> value.orElse(null)).toList())
                .orElse(parameters.later() ? "later" : "unknown");
    }

    private static List<Answer> answers(
            List<Rule> rules, Map<String, Object> values, boolean later) {
        return rules.stream().map(rule -> answer(rule, values, later)).toList();
    }

    private static Answer answer(Rule rule, Map<String, Object> values, boolean later) {
        String verdict = rule.effect().name().toLowerCase(Locale.ROOT);
        try {
            Outcome outcome = rule.when().holds(values) ? Outcome.HOLDS : Outcome.DOES_NOT_HOLD;
            return new Answer(rule.ref(), verdict, outcome, "");
        } catch (Condition.Unanswerable e) {
            return dependsOnValues(rule, later)
                    ? new Answer(rule.ref(), verdict, Outcome.DEPENDS, "")
                    : new Answer(
                            rule.ref(), verdict, Outcome.FAILS, String.valueOf(e.getMessage()));
        }
    }

    /// Whether a rule that names a fact holds: what is allowed as a whole is not to let through
    /// what nobody thought of.
    private static boolean named(List<Rule> rules, String fact, Map<String, Object> values) {
        for (Rule rule : rules) {
            try {
                if (rule.when().names(fact) && rule.when().holds(values)) {
                    return true;
                }
            } catch (Condition.Unanswerable _) {
                // Asking the rules denies by this one.
                return true;
            }
        }
        return false;
    }

    /// @param later whether the values that it runs with are still to come
    private static Verdict ask(
            List<Rule> rules, Map<String, Object> facts, boolean later, String otherwise) {
        Verdict worst =
                new Verdict.Deny(
                        RuleRef.DEFAULT, otherwise, "Ask the people who keep the policy for one.");
        boolean matched = false;
        for (Rule rule : rules) {
            try {
                if (!rule.when().holds(facts)) {
                    continue;
                }
            } catch (Condition.Unanswerable e) {
                if (dependsOnValues(rule, later)) {
                    // Nothing runs before it is asked again with its values.
                    if (rule.effect() != Rule.Effect.DENY) {
                        Verdict open = rule.verdict();
                        worst = matched ? worst.and(open) : open;
                        matched = true;
                    }
                    continue;
                }
                // A rule that cannot be answered might have been the one that denies.
                return new Verdict.Deny(
                        rule.ref(),
                        "The rule " + rule.ref().id() + " could not be evaluated.",
                        "Tell the people who keep the policy: " + e.getMessage());
            }
            Verdict verdict = rule.verdict();
            worst = matched ? worst.and(verdict) : verdict;
            matched = true;
        }
        return worst;
    }

    private static boolean dependsOnValues(Rule rule, boolean later) {
        return later && rule.when().names(PARAMETERS);
    }

    private static Map<String, Object> opening(
            Principal principal, Resource resource, Replication replication, Instant now) {
        Map<String, Object> facts = common(principal, resource, now);
        facts.put(REPLICATION, replication.word());
        return facts;
    }

    private static Map<String, Object> common(Principal principal, Resource resource, Instant now) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("principal.name", principal.name());
        facts.put("principal.subject", principal.subject());
        facts.put("principal.issuer", principal.issuer());
        facts.put("principal.owner", principal.owner());
        facts.put("principal.groups", principal.groups());
        facts.put("resource.name", resource.name());
        facts.put("resource.kind", resource.kind());
        facts.put("now", now);
        return facts;
    }

    private static Map<String, Object> statement(StatementFacts statement) {
        return Map.ofEntries(
                Map.entry("statement.verbs", values(statement, statement.verbs())),
                Map.entry("statement.reads", values(statement, statement.reads())),
                Map.entry("statement.writes", values(statement, statement.writes())),
                Map.entry("statement.functions", values(statement, statement.functions())),
                Map.entry("statement.settings", values(statement, statement.settings())),
                Map.entry("statement.assigns", values(statement, statement.assigns())),
                Map.entry("statement.has_where", statement.hasWhere()),
                Map.entry("statement.has_limit", statement.hasLimit()),
                Map.entry("statement.read_only", statement.readOnly()),
                Map.entry(
                        "statement.security_definer",
                        statement.securityDefiner() || statement.opaque()),
                Map.entry(PARAMETERS, new ParameterTexts(statement.parameters())),
                Map.entry(OPAQUE, statement.opaque()));
    }

    /// What is known of a statement that is opaque is never all.
    private static List<String> values(StatementFacts statement, Set<String> known) {
        if (!statement.opaque()) {
            return sorted(known);
        }
        Set<String> more = new HashSet<>(known);
        more.add("*");
        return sorted(more);
    }

    private static List<String> sorted(Collection<String> values) {
        List<String> list = new ArrayList<>(values);
        list.sort(null);
        return list;
    }
}
