package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfigs;
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

    /// Whether anything says which log.
    boolean named() {
        return log.named() || key.isPresent();
    }

    /// Opens the log as its writer, for no session.
    ///
    /// @param order the same order as words of a command, without the log and who gives it
    SessionLog open(Terminal terminal, List<String> order)
            throws CommandFailed, ConfigInvalid, IOException {
        Path folder = log.folder(terminal);
        Path signing = signingKey(terminal);
        if (SessionLog.isBeingWritten(folder)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The log "
                            + folder
                            + " is being written: its gateway runs. A log has one writer, so"
                            + " nothing was changed.",
                    instead(folder, terminal, order));
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

    private String instead(Path folder, Terminal terminal, List<String> order) {
        String url = "https://HOST:PORT";
        String ca = "ca.crt";
        Optional<GatewayConfig> gateway = gateway(folder, terminal);
        if (gateway.isPresent()) {
            url = GatewayCall.address(gateway.get()).toString();
            ca = gateway.get().tls().ca().toString();
        }
        var words = new ArrayList<>(List.of("affidavit"));
        words.addAll(order);
        words.addAll(List.of("--gateway", url, "--ca", ca, "--token-file", "token"));
        return "With your token in the file `token`, ask the gateway:\n"
                + PastedLine.of(words)
                + "\n"
                + "It does so for members of the groups that its configuration names as `officers`"
                + " under `log`.\n"
                + "Stop the gateway only if that cannot be; then run this again, and start it.";
    }

    /// The gateway of a log, as far as its configuration is at hand.
    private Optional<GatewayConfig> gateway(Path folder, Terminal terminal) {
        try {
            GatewayConfig found =
                    log.given()
                            ? GatewayConfigs.read(
                                    folder.toAbsolutePath().resolveSibling("affidavit.yaml"))
                            : log.configuration(terminal);
            return Files.isSameFile(found.log().folder(), folder)
                    ? Optional.of(found)
                    : Optional.empty();
        } catch (CommandFailed | ConfigInvalid | IOException _) {
            return Optional.empty();
        }
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
