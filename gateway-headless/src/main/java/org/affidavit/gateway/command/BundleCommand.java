package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.bundle.BundleWriter;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.vault.Recipients;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `affidavit bundle`.
@Command(
        name = "bundle",
        description = {
            "Takes one session out of a log, with the proof that these are all of its records.",
            "Whoever receives it checks it with: affidavit verify BUNDLE --key FILE",
            "or with the Python script inside, without any software of ours.",
            "What was recorded stays sealed for whom it was sealed when the session began. With"
                + " --for and a key of your own, the receiver can read it, too: this session, and"
                + " no other."
        },
        footer = {
            "  affidavit bundle --session 01KA5B3V8G7Q9X2M4N6P8R0S1T \\",
            "      --log gateway/log --out session.zip",
            "  affidavit bundle --session 01KA5B3V8G7Q9X2M4N6P8R0S1T \\",
            "      --log gateway/log --out session.zip --reader-key reader.jwk \\",
            "      --for receiver.pub.jwk"
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

    @Mixin private ReaderOption readers = new ReaderOption();

    @Option(
            names = "--for",
            paramLabel = "FILE",
            description =
                    "A public key (JWK) of somebody who shall read this session; give it again for"
                            + " more. They make it: affidavit reader create.")
    private List<Path> receivers = new ArrayList<>();

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
        Path parent = out.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "The folder " + parent + " does not exist.",
                    "Make it, or name another.");
        }
        var keys = LogKeys.read(List.of(), folder).keys();
        int records = new BundleWriter(folder, keys, handOver(folder)).write(id, out);
        terminal.out().println(out);
        terminal.err()
                .println(
                        records
                                + " records. Send the public key another way than the bundle: who"
                                + " can replace one can replace the other.");
        return ExitCode.OK.code();
    }

    private Optional<BundleWriter.HandOver> handOver(Path folder) throws CommandFailed, LogFailure {
        if (receivers.isEmpty()) {
            return Optional.empty();
        }
        ReadingKeys own = readers.keys(folder);
        if (own.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "To make the session readable for somebody else, you must be able to read it.",
                    "Name your own private key: --reader-key FILE");
        }
        return Optional.of(new BundleWriter.HandOver(own, Recipients.read(receivers)));
    }
}
