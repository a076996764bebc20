package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `affidavit policy diff`.
@Command(
        name = "diff",
        description = {
            "Asks two policies about every command of a log, and says where they differ. What was"
                    + " said then does not count, so what differs is the change alone.",
            "The log is read, not verified. Needs a reader's key, as `policy replay` does."
        },
        footer = "  affidavit policy diff policy.yaml new-policy.yaml --log gateway/log")
final class DiffPolicies implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private PolicyTrial trial = new PolicyTrial();

    @Parameters(index = "0", paramLabel = "OLD", description = "The policy to compare with.")
    private Path old = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The policy to try.")
    private Path next = Path.of("");

    DiffPolicies(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid, IOException {
        return trial.run(next, Optional.of(old), terminal);
    }
}
