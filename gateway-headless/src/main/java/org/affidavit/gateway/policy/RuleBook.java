package org.affidavit.gateway.policy;

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
    public Verdict connect(Principal principal, Resource resource, Instant now) {
        return ask(
                connectRules,
                common(principal, resource, now),
                "No rule lets you open " + resource.name() + ".");
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
        if (statement.opaque() && (doubt.refused() || !namedOpaque(values))) {
            return new Verdict.Deny(
                    UNPARSEABLE,
                    "The gateway cannot tell what this statement does: " + doubt.why() + ".",
                    doubt.instead());
        }
        return ask(statementRules, values, "No rule allows this statement.");
    }

    /// The same, said at length.
    PolicyExplainer explainer() {
        return new PolicyExplainer() {
            @Override
            public Explanation connect(Principal principal, Resource resource, Instant now) {
                return new Explanation(
                        common(principal, resource, now),
                        answers(connectRules, common(principal, resource, now)),
                        RuleBook.this.connect(principal, resource, now));
            }

            @Override
            public List<Explanation> decide(
                    Principal principal, Resource resource, SqlFacts facts, Instant now) {
                List<Explanation> explanations = new ArrayList<>();
                for (StatementFacts statement : facts.statements()) {
                    Map<String, Object> values = common(principal, resource, now);
                    values.putAll(statement(statement));
                    explanations.add(
                            new Explanation(
                                    values,
                                    answers(statementRules, values),
                                    RuleBook.this.decide(statement, values)));
                }
                return explanations;
            }
        };
    }

    private static List<Answer> answers(List<Rule> rules, Map<String, Object> values) {
        return rules.stream().map(rule -> answer(rule, values)).toList();
    }

    private static Answer answer(Rule rule, Map<String, Object> values) {
        String verdict = rule.effect().name().toLowerCase(Locale.ROOT);
        try {
            Outcome outcome = rule.when().holds(values) ? Outcome.HOLDS : Outcome.DOES_NOT_HOLD;
            return new Answer(rule.ref(), verdict, outcome, "");
        } catch (Condition.Unanswerable e) {
            return new Answer(rule.ref(), verdict, Outcome.FAILS, String.valueOf(e.getMessage()));
        }
    }

    private boolean namedOpaque(Map<String, Object> values) {
        for (Rule rule : statementRules) {
            try {
                if (rule.when().names(OPAQUE) && rule.when().holds(values)) {
                    return true;
                }
            } catch (Condition.Unanswerable _) {
                // Asking the rules denies by this one.
                return true;
            }
        }
        return false;
    }

    private static Verdict ask(List<Rule> rules, Map<String, Object> facts, String otherwise) {
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
        return Map.of(
                "statement.verbs",
                values(statement, statement.verbs()),
                "statement.reads",
                values(statement, statement.reads()),
                "statement.writes",
                values(statement, statement.writes()),
                "statement.functions",
                values(statement, statement.functions()),
                "statement.settings",
                values(statement, statement.settings()),
                "statement.assigns",
                values(statement, statement.assigns()),
                "statement.has_where",
                statement.hasWhere(),
                "statement.has_limit",
                statement.hasLimit(),
                "statement.read_only",
                statement.readOnly(),
                OPAQUE,
                statement.opaque());
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
