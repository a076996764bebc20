package org.affidavit.gateway.command;

import java.io.IOException;
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
    Path folder(Terminal terminal) throws CommandFailed, ConfigInvalid, IOException {
        Path meant = folder.isPresent() ? folder.get() : config.read(terminal).log().folder();
        LogFolder.check(meant);
        return meant;
    }
}
