package org.affidavit.gateway.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.policy.Explanation;
import org.affidavit.gateway.policy.Explanation.Answer;
import org.affidavit.gateway.policy.Policy;
import org.affidavit.gateway.policy.PostgresSqlReader;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlNames;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit policy explain`.
@Command(
        name = "explain",
        description = {
            "Says why a policy decides as it does of one text: the facts of each statement in it,"
                    + " what each rule answers, and the verdict.",
            "The target is not asked: code of its own that a session would know of is not known"
                    + " here."
        },
        footer = {
            "  affidavit policy explain 'SELECT 1' --agent billing-bot --group agents \\",
            "      --resource prod-db --policy gateway/policy.yaml"
        })
final class ExplainPolicy implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private PolicyOption policy = new PolicyOption();

    @Parameters(paramLabel = "STATEMENT", description = "The text, as an agent would send it.")
    private String statement = "";

    @Option(names = "--agent", paramLabel = "NAME", description = "Who asks.")
    private String agent = "";

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "A group of who asks; can be repeated.")
    private List<String> groups = new ArrayList<>();

    @Option(names = "--resource", paramLabel = "NAME", description = "The resource asked.")
    private String resource = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "When, such as 2026-11-23T18:00:00Z. Default: now.")
    private Optional<Instant> at = Optional.empty();

    @Option(
            names = "--parameter",
            paramLabel = "VALUE",
            description =
                    "A value that it is bound to, first that of $1; can be repeated. NULL and"
                            + " values that cannot be read are for policy test.")
    private List<String> parameters = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    ExplainPolicy(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid {
        Policy explained = policy.read(terminal).policy();
        var principal = new Principal("", agent, agent, "", groups);
        var asked = new Resource(resource, "postgres");
        Instant now = at.orElseGet(() -> terminal.clock().instant());
        SqlFacts read = new PostgresSqlReader().read(statement).bound(GivenValues.of(parameters));
        SqlFacts facts = SqlNames.NONE.resolve(read).facts();
        List<Explanation> explanations = explained.explainer().decide(principal, asked, facts, now);
        Verdict verdict = explained.engine().decide(principal, asked, facts, now);
        if (json) {
            terminal.out().println(json(explanations, verdict));
        } else {
            print(explanations, verdict);
        }
        return ExitCode.OK.code();
    }

    private void print(List<Explanation> explanations, Verdict verdict) {
        PrintWriter out = terminal.out();
        for (int i = 0; i < explanations.size(); i++) {
            out.println("statement " + (i + 1) + " of " + explanations.size());
            explanations
                    .get(i)
                    .facts("statement.")
                    .forEach((name, value) -> out.println("  " + name + " = " + shown(value)));
            explanations.get(i).answers().forEach(answer -> out.println("  " + line(answer)));
            out.println("  so " + Visible.line(VerdictText.brief(explanations.get(i).verdict())));
        }
        out.println(Visible.line(VerdictText.brief(verdict) + VerdictText.why(verdict)));
    }

    private static String line(Answer answer) {
        String said =
                switch (answer.outcome()) {
                    case HOLDS -> "holds: " + answer.verdict();
                    case DOES_NOT_HOLD -> "does not hold";
                    case DEPENDS -> "depends on the values that it will run with";
                    case FAILS -> "cannot be evaluated, which denies: " + answer.problem();
                };
        return Visible.line(answer.rule().id() + " (" + answer.rule().place() + ") " + said);
    }

    private static String shown(Object value) {
        return Visible.line(String.valueOf(value));
    }

    private static String json(List<Explanation> explanations, Verdict verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("statements", explanations.stream().map(ExplainPolicy::json).toList());
        json.put("verdict", VerdictText.word(verdict));
        json.put("rule", verdict.rule().id());
        json.put("place", verdict.rule().place());
        return Json.JSON.writeValueAsString(json);
    }

    private static Map<String, Object> json(Explanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("facts", explanation.facts("statement."));
        json.put("rules", explanation.answers().stream().map(ExplainPolicy::json).toList());
        json.put("verdict", VerdictText.word(explanation.verdict()));
        json.put("rule", explanation.verdict().rule().id());
        return json;
    }

    private static Map<String, Object> json(Answer answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", answer.rule().id());
        json.put("place", answer.rule().place());
        json.put("answer", answer.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("verdict", answer.verdict());
        json.put("problem", answer.problem());
        return json;
    }
}
