package org.affidavit.gateway.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.policy.Policy;
import org.affidavit.gateway.policy.PostgresSqlReader;
import org.affidavit.gateway.policy.ReplicationCommands;
import org.affidavit.gateway.policy.SqlNames;
import org.affidavit.gateway.policy.SqlReader;
import org.affidavit.gateway.policy.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit policy test`.
@Command(
        name = "test",
        description = {
            "Runs tests of a policy: who asks what, and which verdict of which rule is expected."
                    + " Ends with 1 if one fails.",
            "A test file is YAML: `version: 1`, if wanted `policy: FILE`, `principal:` and"
                    + " `resource:` for all tests, and `tests:`, each with `statement:` (or"
                    + " `connect: true`), `verdict:` and, if wanted, `replication:`,"
                    + " `parameters:`, `rule:`,"
                    + " `name:`, `at:`, `principal:`, `resource:`."
        },
        footer = {
            "  affidavit policy test policy-tests.yaml",
            "  affidavit policy test policy-tests.yaml --policy gateway/policy.yaml"
        })
final class RunPolicyTests implements Callable<Integer> {
    private final Terminal terminal;
    private final SqlReader sql = new PostgresSqlReader();
    @Mixin private PolicyOption policy = new PolicyOption();

    @Parameters(paramLabel = "FILE", description = "The tests.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    RunPolicyTests(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid {
        PolicyTests tests = PolicyTests.read(file, terminal.clock().instant());
        Policy tested = policy.readOr(tests.policy(), terminal).policy();
        List<Map<String, Object>> results = new ArrayList<>();
        int failed = 0;
        for (PolicyTests.Case test : tests.cases()) {
            Verdict verdict = verdict(tested, test);
            Optional<String> wrong = wrong(test, verdict);
            failed += wrong.isPresent() ? 1 : 0;
            results.add(result(test, verdict, wrong.isEmpty()));
            if (wrong.isPresent() && !json) {
                terminal.out()
                        .println(
                                "FAILED "
                                        + tests.source().name()
                                        + ":"
                                        + test.line()
                                        + ": "
                                        + Visible.line(test.name())
                                        + "\n  "
                                        + Visible.line(wrong.get()));
            }
        }
        if (json) {
            terminal.out().println(Json.JSON.writeValueAsString(results));
        } else {
            terminal.out()
                    .println(Counted.of(tests.cases().size(), "test") + ", " + failed + " failed");
        }
        return (failed > 0 ? ExitCode.FAILED : ExitCode.OK).code();
    }

    private Verdict verdict(Policy tested, PolicyTests.Case test) {
        return test.statement()
                .map(statement ->
                        tested.engine()
                                .decide(
                                        test.principal(),
                                        test.resource(),
                                        SqlNames.NONE
                                                .resolve(
                                                        ReplicationCommands.read(
                                                                        statement,
                                                                        test.replication(),
                                                                        sql)
                                                                .bound(test.parameters()))
                                                .facts(),
                                        test.at()))
                .orElseGet(() ->
                        tested.engine()
                                .connect(
                                        test.principal(),
                                        test.resource(),
                                        test.replication(),
                                        test.at()));
    }

    private static Optional<String> wrong(PolicyTests.Case test, Verdict verdict) {
        boolean right =
                VerdictText.word(verdict).equals(test.verdict())
                        && test.rule().filter(rule -> !rule.equals(verdict.rule().id())).isEmpty();
        return right
                ? Optional.empty()
                : Optional.of(
                        "expected "
                                + test.verdict()
                                + test.rule().map(rule -> " (" + rule + ")").orElse("")
                                + ", the policy says "
                                + VerdictText.brief(verdict)
                                + VerdictText.why(verdict));
    }

    private static Map<String, Object> result(
            PolicyTests.Case test, Verdict verdict, boolean passed) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("name", test.name());
        result.put("line", test.line());
        result.put("passed", passed);
        result.put("expected", test.verdict());
        result.put("expectedRule", test.rule().orElse(""));
        result.put("verdict", VerdictText.word(verdict));
        result.put("rule", verdict.rule().id());
        return result;
    }
}
