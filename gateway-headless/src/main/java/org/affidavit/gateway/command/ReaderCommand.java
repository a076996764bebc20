package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.affidavit.sessionlog.vault.ReaderKey;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `affidavit reader`.
@Command(
        name = "reader",
        description = "Makes the keys of those who may read what is recorded.",
        footer = "  affidavit reader create --name auditor-2027 --out auditor")
final class ReaderCommand {
    private ReaderCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new ReaderCommand()).addSubcommand(new Create(terminal));
    }

    /// `affidavit reader create`.
    @Command(
            name = "create",
            description = {
                "Makes a key pair: reader.jwk, the private key, opens what is recorded from now on"
                        + " for its public half, reader.pub.jwk.",
                "Run it where the auditor works. The gateway needs the public half only, under"
                        + " log.recipients; it cannot read what it recorded. Records of a session"
                        + " are sealed for those who are recipients when it begins."
            },
            footer = "  affidavit reader create --name auditor-2027 --out auditor")
    private static final class Create implements Callable<Integer> {
        private final Terminal terminal;

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "What the key is called, such as auditor or retention-2027Q1.")
        private String name = "";

        @Option(
                names = "--out",
                required = true,
                paramLabel = "FOLDER",
                description = "Where the two files are written; nothing is overwritten.")
        private Path folder = Path.of("");

        Create(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            Files.createDirectories(folder);
            Path secret = folder.resolve("reader.jwk");
            Path open = folder.resolve("reader.pub.jwk");
            ReaderKey.create(name, secret, open);
            terminal.out().println("private key    " + secret);
            terminal.out().println("public key     " + open);
            terminal.err()
                    .println(
                            "Keep the private key with whoever reads the log, and a copy in a safe:"
                                    + " what is sealed for it opens with nothing else. Copy the"
                                    + " public key to the gateway and name it there:"
                                    + " log: { ..., recipients: [FILE] }");
            return ExitCode.OK.code();
        }
    }
}
