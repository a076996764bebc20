package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
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

    /// Whether the folder was named, rather than left to the configuration.
    boolean given() {
        return folder.isPresent();
    }

    /// Whether a log or a configuration was named at all.
    boolean named() {
        return given() || config.given();
    }

    /// The configuration, which need not be that of the log.
    GatewayConfig configuration(Terminal terminal) throws CommandFailed, ConfigInvalid {
        return config.read(terminal);
    }

    /// The configured gateway's log.
    GatewayConfig.Log configured(Terminal terminal) throws CommandFailed, ConfigInvalid {
        return configuration(terminal).log();
    }

    /// The folder meant.
    Path folder(Terminal terminal) throws CommandFailed, ConfigInvalid, IOException {
        Path meant = folder.isPresent() ? folder.get() : configured(terminal).folder();
        LogFolder.check(meant);
        return meant;
    }
}
