package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.consent.DeviceKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Who decides, and how the gateway is called in that name.
final class ApproverOption {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,127}");

    @Mixin private ConfigOption config = new ConfigOption();

    @Option(
            names = "--as",
            required = true,
            paramLabel = "NAME",
            description =
                    "Your name. Your device key is kept under it, in devices/ beside the"
                            + " configuration.")
    private String name = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file with your token from your organisation's issuer. Default:"
                            + " $AFFIDAVIT_TOKEN, or the development issuer.")
    private Optional<Path> tokenFile = Optional.empty();

    /// Calls the gateway, and says plainly why when it does not work.
    JsonNode calling(Terminal terminal, GatewayCall.Call call) throws Exception {
        GatewayConfig gateway = config.read(terminal);
        return new GatewayCall(
                        GatewayCall.address(gateway),
                        gateway.tls().ca(),
                        token(terminal, gateway),
                        "Start it: affidavit run --config " + gateway.file(),
                        "See what waits: affidavit approvals list --all --as NAME")
                .make(call);
    }

    /// The approver's own key, made on first use.
    DeviceKey deviceKey(Terminal terminal) throws CommandFailed, ConfigInvalid, LogFailure {
        if (!NAME.matcher(name).matches()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "`" + name + "` is not a name for an approver.",
                    "Write letters, digits, dots, hyphens: --as dana");
        }
        Path folder = config.read(terminal).file().resolveSibling("devices");
        return DeviceKey.loadOrCreate(folder.resolve(name + ".jwk"));
    }

    private String token(Terminal terminal, GatewayConfig gateway)
            throws CommandFailed, ConfigInvalid, IOException {
        if (tokenFile.isPresent()) {
            return Files.readString(tokenFile.get()).strip();
        }
        Optional<String> set = terminal.setting("AFFIDAVIT_TOKEN");
        return set.isPresent() ? set.get() : TokenCommand.fetch(gateway, name);
    }
}
