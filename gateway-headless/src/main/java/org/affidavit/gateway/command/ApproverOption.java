package org.affidavit.gateway.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.control.ControlClient;
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

    /// One call of the control API.
    @FunctionalInterface
    interface Call {
        JsonNode with(ControlClient client) throws Exception;
    }

    /// Calls the gateway, and says plainly why when it does not work.
    JsonNode calling(Terminal terminal, Call call) throws Exception {
        GatewayConfig gateway = config.read(terminal);
        URI base = URI.create("https://" + authority(gateway));
        String token = token(terminal, gateway);
        try (ControlClient client = new ControlClient(base, gateway.tls().ca(), token)) {
            return call.with(client);
        } catch (ControlClient.Refused refused) {
            throw refused(refused);
        } catch (ConnectException | HttpTimeoutException | SSLException e) {
            throw new CommandFailed(
                    ExitCode.CANNOT_REACH,
                    "The gateway cannot be reached at "
                            + base
                            + (e instanceof SSLException ? ": " + e.getMessage() : "")
                            + ".",
                    "Start it: affidavit run --config " + gateway.file());
        }
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

    private static String authority(GatewayConfig gateway) {
        String host = gateway.control().host();
        String called = host.equals("0.0.0.0") || host.equals("::") ? gateway.name() : host;
        return (called.contains(":") ? "[" + called + "]" : called)
                + ":"
                + gateway.control().port();
    }

    private static CommandFailed refused(ControlClient.Refused refused) {
        ExitCode exit =
                switch (refused.status()) {
                    case 401, 403 -> ExitCode.NOT_ALLOWED;
                    case 404 -> ExitCode.NOT_FOUND;
                    default -> ExitCode.FAILED;
                };
        return new CommandFailed(
                exit,
                Optional.ofNullable(refused.getMessage()).orElse("The gateway gave no reason.")
                        + " ("
                        + refused.code()
                        + ")",
                "See what waits: affidavit approvals list --all --as NAME");
    }
}
