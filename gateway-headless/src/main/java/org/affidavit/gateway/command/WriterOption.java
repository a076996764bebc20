package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.vault.Recipients;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A log that a command writes while no gateway does, and the key that signs it.
final class WriterOption {
    @Mixin private LogOption log = new LogOption();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The log's signing key. Default: that of the configured gateway.")
    private Optional<Path> key = Optional.empty();

    /// Opens the log as its writer, for no session.
    SessionLog open(Terminal terminal) throws CommandFailed, ConfigInvalid, IOException {
        Path folder = log.folder(terminal);
        Path signing = signingKey(terminal);
        if (SessionLog.isBeingWritten(folder)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The log "
                            + folder
                            + " is being written: its gateway runs. A log has one writer, so"
                            + " nothing was changed.",
                    "Stop the gateway, run this again, and start it.");
        }
        String origin;
        try (var reader = SessionLogReader.open(folder)) {
            origin = reader.origin();
        }
        var opened =
                SessionLog.open(
                        folder,
                        LogSigner.load(signing, origin),
                        SessionLog.Options.of(origin, Recipients.NOBODY, terminal.clock()));
        opened.recovered()
                .filter(found -> found.adopted() > 0)
                .ifPresent(found -> terminal.err().println(RunCommand.adopted(found)));
        return opened;
    }

    private Path signingKey(Terminal terminal) throws CommandFailed, ConfigInvalid {
        if (key.isEmpty() && log.given()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "Which key signs this log?",
                    "Add --key FILE, or name the gateway's configuration instead of the log.");
        }
        return key.isPresent() ? key.get() : log.configured(terminal).signingKey();
    }
}
