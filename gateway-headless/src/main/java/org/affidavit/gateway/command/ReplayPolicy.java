package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `affidavit policy replay`.
@Command(
        name = "replay",
        description = {
            "Asks a policy about every command of a log, as the agent, the resource and the time"
                    + " then were, and says which verdicts would have been different.",
            "The log is read, not verified. Needs a reader's key: without one nobody can tell what"
                    + " was asked, or by whom. The targets are not asked: what a session knew of"
                    + " code of their own is not known here."
        },
        footer = {
            "  affidavit policy replay new-policy.yaml --log gateway/log",
            "  affidavit policy replay new-policy.yaml --log gateway/log --exit-code"
        })
final class ReplayPolicy implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private PolicyTrial trial = new PolicyTrial();

    @Parameters(paramLabel = "POLICY", description = "The policy to try.")
    private Path file = Path.of("");

    ReplayPolicy(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid, IOException {
        return trial.run(file, Optional.empty(), terminal);
    }
}
