package org.affidavit.gateway.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// An agent that has a token, and the gateway that it calls: from its own machine, where it knows
/// an address and a CA, or beside the gateway's configuration.
final class TokenHolder {
    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "The gateway's control API, such as https://gw.corp.example:8443. Default: as"
                            + " the configuration says.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "With --gateway: the gateway's CA (PEM).")
    private Optional<Path> ca = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token. Default: $AFFIDAVIT_TOKEN.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Take a token of the development issuer for this client of it.")
    private Optional<String> agent = Optional.empty();

    @Mixin private ConfigOption config = new ConfigOption();

    JsonNode calling(Terminal terminal, GatewayCall.Call call) throws Exception {
        if (url.isEmpty()) {
            GatewayConfig gateway = config.read(terminal);
            return call(
                    GatewayCall.address(gateway),
                    gateway.tls().ca(),
                    token(terminal, gateway),
                    "Start it: affidavit run --config " + gateway.file(),
                    call);
        }
        if (ca.isEmpty() || agent.isPresent() || config.given()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--gateway goes with --ca, and not with --config or --agent.",
                    "Write: --gateway https://HOST:PORT --ca FILE --token-file FILE");
        }
        return call(
                url.get(),
                ca.get(),
                token(terminal),
                "Check the address, and that the gateway runs.",
                call);
    }

    private static JsonNode call(
            URI base, Path ca, String token, String unreached, GatewayCall.Call call)
            throws Exception {
        if (!"https".equals(base.getScheme()) || base.getHost() == null) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "`" + base + "` is not where a gateway serves its control API.",
                    "Write: --gateway https://HOST:PORT");
        }
        return new GatewayCall(base, ca, token, unreached, "").make(call);
    }

    private String token(Terminal terminal, GatewayConfig gateway)
            throws CommandFailed, ConfigInvalid, IOException {
        return agent.isPresent() ? TokenCommand.fetch(gateway, agent.get()) : token(terminal);
    }

    private String token(Terminal terminal) throws CommandFailed, IOException {
        if (tokenFile.isPresent()) {
            return Files.readString(tokenFile.get()).strip();
        }
        return terminal.setting("AFFIDAVIT_TOKEN")
                .orElseThrow(() ->
                        new CommandFailed(
                                ExitCode.USAGE,
                                "There is no token to show.",
                                "Add --token-file FILE, or set AFFIDAVIT_TOKEN."));
    }
}
