package org.affidavit.gateway.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// A running gateway that is asked to do what only the writer of its log can.
final class GatewayOption {
    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "Ask the gateway that runs, such as https://gw.corp.example:8443, instead of"
                            + " opening the log here.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "With --gateway: the gateway's CA (PEM).")
    private Optional<Path> ca = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "With --gateway: a file with your token from your organisation's issuer, which"
                            + " says who you are. Default: $AFFIDAVIT_TOKEN.")
    private Optional<Path> tokenFile = Optional.empty();

    /// Whether a gateway is to be asked.
    ///
    /// @param others whether a log is named as well, or a name that nothing proves
    boolean given(boolean others) throws CommandFailed {
        if (url.isEmpty() && (ca.isPresent() || tokenFile.isPresent())) {
            throw usage(
                    "--ca and --token-file are for calling a gateway, and none is named.",
                    "Add: --gateway URL");
        }
        if (url.isPresent() && others) {
            throw usage(
                    "--gateway does not go with --log, --config, --key or --by: the gateway has"
                            + " its log and its key, and your token says who you are.",
                    "Leave those out, or --gateway.");
        }
        return url.isPresent();
    }

    JsonNode calling(Terminal terminal, GatewayCall.Call call) throws Exception {
        URI base = url.orElseThrow();
        if (!"https".equals(base.getScheme()) || base.getHost() == null) {
            throw usage(
                    "`" + base + "` is not where a gateway serves its control API.",
                    "Write: --gateway https://HOST:PORT");
        }
        if (ca.isEmpty()) {
            throw usage("Which CA signed the gateway's certificate?", "Add: --ca FILE");
        }
        return new GatewayCall(
                        base,
                        ca.get(),
                        token(terminal),
                        "Check the address, and that the gateway runs.",
                        "")
                .make(call);
    }

    /// @throws CommandFailed if the gateway did not finish in the time that it may take to answer
    static JsonNode finished(JsonNode answer) throws CommandFailed {
        if (!answer.path("finished").asBoolean(true)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The gateway is still at work on this, and goes on with it.",
                    "To hear how it ended: for an erasure, run the same again; for a hold,"
                            + " `affidavit hold list`.");
        }
        return answer;
    }

    private String token(Terminal terminal) throws CommandFailed, IOException {
        if (tokenFile.isPresent()) {
            return Files.readString(tokenFile.get()).strip();
        }
        return terminal.setting("AFFIDAVIT_TOKEN")
                .orElseThrow(() ->
                        usage(
                                "Who are you? A gateway does what a token allows.",
                                "Add --token-file FILE, or set AFFIDAVIT_TOKEN."));
    }

    private static CommandFailed usage(String what, String next) {
        return new CommandFailed(ExitCode.USAGE, what, next);
    }
}
