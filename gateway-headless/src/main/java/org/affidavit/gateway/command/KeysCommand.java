package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.sessionlog.key.VerifierKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `affidavit keys`.
@Command(
        name = "keys",
        description = "Changes the key that signs the log.",
        footer = "  affidavit keys rotate --config gateway/affidavit.yaml")
final class KeysCommand {
    private KeysCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new KeysCommand()).addSubcommand(new Rotate(terminal));
    }

    /// `affidavit keys rotate`.
    @Command(
            name = "rotate",
            description = {
                "Makes a new signing key, records the change in the log, and has both keys sign it."
                        + " The gateway must not be running.",
                "Whoever has the old public key or the new one can go on checking the whole log."
                        + " After a crash, run it again: it goes on where it stopped."
            },
            footer = "  affidavit keys rotate --config gateway/affidavit.yaml")
    private static final class Rotate implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private ConfigOption config = new ConfigOption();

        Rotate(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid, IOException {
            GatewayConfig.Log log = config.read(terminal).log();
            LogFolder.check(log.folder());
            var change = new KeyChange(log, terminal.clock());
            VerifierKey next = change.run();
            Path retired = change.retired();
            terminal.out().println("Changed: from now on key " + next.id() + " signs the log.");
            terminal.out().println("new public key  " + change.publicKey());
            terminal.out().println("old secret key  " + retired);
            terminal.out()
                    .println(
                            "Give the new public key to whoever checks the log; the old one goes on"
                                    + " proving all of it as well.\n"
                                    + "Destroy the old secret key: whoever has it could still sign"
                                    + " another past up to this change.");
            return ExitCode.OK.code();
        }
    }
}
