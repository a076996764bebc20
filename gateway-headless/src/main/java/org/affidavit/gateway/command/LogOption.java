package org.affidavit.gateway.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which log a command reads: a folder, or the log of a configured gateway.
final class LogOption {
    @Option(
            names = "--log",
            paramLabel = "DIR",
            description = "The log's folder. Default: the log of the configured gateway.")
    private Optional<Path> folder = Optional.empty();

    @Mixin private ConfigOption config = new ConfigOption();

    /// The folder meant.
    Path folder(Terminal terminal) throws CommandFailed, ConfigInvalid {
        Path meant = folder.isPresent() ? folder.get() : config.read(terminal).log().folder();
        if (!Files.isDirectory(meant)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "There is no log in " + meant + ".",
                    "The gateway makes it when it first runs: affidavit run --config FILE");
        }
        return meant;
    }
}
