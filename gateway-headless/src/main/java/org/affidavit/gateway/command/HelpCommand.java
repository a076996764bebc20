package org.affidavit.gateway.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `affidavit help`: what `--help` prints, for those who ask this way.
@Command(
        name = "help",
        helpCommand = true,
        description = "Prints the help of a command.",
        footer = "  affidavit help sessions list")
final class HelpCommand implements Callable<Integer> {
    private final Terminal terminal;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command. Default: all of them.")
    private List<String> path = List.of();

    HelpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed {
        CommandLine at = spec.root().commandLine();
        for (String name : path) {
            CommandLine below = at.getSubcommands().get(name);
            if (below == null) {
                throw new CommandFailed(
                        ExitCode.USAGE,
                        "There is no command `" + String.join(" ", path) + "`.",
                        "There are: " + String.join(", ", at.getSubcommands().keySet()));
            }
            at = below;
        }
        at.usage(terminal.out());
        return ExitCode.OK.code();
    }
}
