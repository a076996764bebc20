package org.affidavit.gateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.ConfigProblem;
import org.affidavit.gateway.policy.Policies;
import org.affidavit.gateway.policy.PolicyDoubts;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit policy`.
@Command(
        name = "policy",
        description = "Checks, tests and explains a policy, and tries it on what was recorded.",
        footer = {
            "  affidavit policy lint --policy gateway/policy.yaml",
            "  affidavit policy test policy-tests.yaml",
            "  affidavit policy replay new-policy.yaml --log gateway/log"
        })
final class PolicyCommand {
    private PolicyCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new Lint(terminal))
                .addSubcommand(new RunPolicyTests(terminal))
                .addSubcommand(new ExplainPolicy(terminal))
                .addSubcommand(new ReplayPolicy(terminal))
                .addSubcommand(new DiffPolicies(terminal))
                .addSubcommand(new PrintSchema(terminal));
    }

    /// `affidavit policy lint`.
    @Command(
            name = "lint",
            description = {
                "Loads a policy as the gateway would, and warns of what can hardly be meant: verbs"
                        + " that no statement has, resources that are none.",
                "Ends with 3 if the gateway would not start on it. Resources are known only with"
                        + " --config."
            },
            footer = {
                "  affidavit policy lint --policy gateway/policy.yaml",
                "  affidavit policy lint --config gateway/affidavit.yaml --strict"
            })
    private static final class Lint implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private PolicyOption policy = new PolicyOption();

        @Option(names = "--strict", description = "End with 1 if there is a warning.")
        private boolean strict;

        Lint(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid {
            PolicyOption.Loaded loaded = policy.read(terminal);
            List<ConfigProblem> doubts = PolicyDoubts.in(loaded.source(), loaded.connections());
            doubts.forEach(
                    doubt -> terminal.err().println("warning: " + Visible.text(doubt.text())));
            terminal.out()
                    .println(
                            "ok "
                                    + loaded.source().path()
                                    + ": "
                                    + Counted.of(loaded.policy().rules().size(), "rule")
                                    + ", "
                                    + Counted.of(loaded.policy().masking().size(), "masking rule")
                                    + ", "
                                    + Counted.of(doubts.size(), "warning"));
            return (strict && !doubts.isEmpty() ? ExitCode.FAILED : ExitCode.OK).code();
        }
    }

    /// `affidavit policy schema`.
    @Command(
            name = "schema",
            description = {
                "Prints the JSON Schema of policies, for editors and other tools. It says nothing"
                        + " of what conditions mean; `policy lint` does."
            },
            footer = "  affidavit policy schema > policy.schema.json")
    private static final class PrintSchema implements Callable<Integer> {
        private final Terminal terminal;

        @Option(names = "--tests", description = "The schema of files for `policy test` instead.")
        private boolean tests;

        PrintSchema(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            byte[] schema = tests ? PolicyTests.schema() : Policies.schema();
            terminal.out().print(new String(schema, UTF_8));
            return ExitCode.OK.code();
        }
    }
}
