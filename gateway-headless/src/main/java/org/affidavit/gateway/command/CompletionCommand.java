package org.affidavit.gateway.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `affidavit completion`.
@Command(
        name = "completion",
        description = "Prints a completion script for bash and zsh.",
        footer = "  source <(affidavit completion)")
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;
    @Spec private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(AutoComplete.bash("affidavit", spec.root().commandLine()));
        return ExitCode.OK.code();
    }
}
