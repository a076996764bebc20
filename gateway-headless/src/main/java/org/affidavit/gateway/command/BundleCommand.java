package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.sessionlog.bundle.BundleWriter;
import org.affidavit.sessionlog.event.SessionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit bundle`.
@Command(
        name = "bundle",
        description = {
            "Takes one session out of a log, with the proof that these are all of its records.",
            "Whoever receives it checks it with: affidavit verify BUNDLE --key FILE",
            "or with the Python script inside, without any software of ours."
        },
        footer = {
            "  affidavit bundle --session 01KA5B3V8G7Q9X2M4N6P8R0S1T \\",
            "      --log gateway/log --out session.zip"
        })
final class BundleCommand implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private LogOption log = new LogOption();

    @Option(
            names = "--session",
            required = true,
            paramLabel = "ID",
            description = "The session's id.")
    private String session = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "Where to write it: a new folder, or a new file that ends in .zip.")
    private Path out = Path.of("");

    BundleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CommandFailed, ConfigInvalid, IOException {
        SessionId id = SessionsCommand.id(session);
        Path folder = log.folder(terminal);
        if (Files.exists(out)) {
            throw new CommandFailed(
                    ExitCode.FAILED, out + " exists already.", "Name a path that does not.");
        }
        var keys = LogKeys.read(List.of(), folder).keys();
        int records = new BundleWriter(folder, keys).write(id, out);
        terminal.out().println(out);
        terminal.err()
                .println(
                        records
                                + " records. Send the public key another way than the bundle: who"
                                + " can replace one can replace the other.");
        return ExitCode.OK.code();
    }
}
