package org.affidavit.gateway.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfigs;
import picocli.CommandLine.Option;

/// Which gateway a command is about.
final class ConfigOption {
    private static final String SETTING = "AFFIDAVIT_CONFIG";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The gateway's configuration. Default: $AFFIDAVIT_CONFIG, or affidavit.yaml"
                            + " here.")
    private Optional<Path> file = Optional.empty();

    boolean given() {
        return file.isPresent();
    }

    /// The file meant, given or not.
    Path file(Terminal terminal) throws CommandFailed {
        Optional<Path> meant = file.or(() -> terminal.setting(SETTING).map(Path::of));
        if (meant.isPresent()) {
            return meant.get();
        }
        Path here = Path.of("affidavit.yaml");
        if (Files.exists(here)) {
            return here;
        }
        throw new CommandFailed(
                ExitCode.USAGE,
                "No configuration is named, and there is no affidavit.yaml here.",
                "Add: --config FILE (make one with `affidavit init`)");
    }

    GatewayConfig read(Terminal terminal) throws CommandFailed, ConfigInvalid {
        return GatewayConfigs.read(file(terminal));
    }
}
