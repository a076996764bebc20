package org.affidavit.gateway.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `affidavit version`.
@Command(
        name = "version",
        description = "Prints which software this is.",
        footer = "  affidavit version")
final class VersionCommand implements Callable<Integer> {
    private final Terminal terminal;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        for (String line : new Build().getVersion()) {
            terminal.out().println(line);
        }
        return ExitCode.OK.code();
    }
}
