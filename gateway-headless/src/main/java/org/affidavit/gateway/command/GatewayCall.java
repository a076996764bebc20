package org.affidavit.gateway.command;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.control.ControlClient;
import tools.jackson.databind.JsonNode;

/// A call of a gateway's control API, and what to say when it does not work.
///
/// @param unreached what to do when the gateway cannot be reached
/// @param refused what to do when it says no; empty if its own words say that
record GatewayCall(URI base, Path ca, String token, String unreached, String refused) {
    /// One call of the control API.
    @FunctionalInterface
    interface Call {
        JsonNode with(ControlClient client) throws Exception;
    }

    JsonNode make(Call call) throws Exception {
        try (ControlClient client = new ControlClient(base, ca, token)) {
            return call.with(client);
        } catch (ControlClient.Refused no) {
            throw told(no);
        } catch (ConnectException | HttpTimeoutException | SSLException e) {
            throw new CommandFailed(
                    ExitCode.CANNOT_REACH,
                    "The gateway cannot be reached at "
                            + base
                            + (e instanceof SSLException ? ": " + e.getMessage() : "")
                            + ".",
                    unreached);
        }
    }

    private CommandFailed told(ControlClient.Refused no) {
        ExitCode exit =
                switch (no.status()) {
                    case 401, 403 -> ExitCode.NOT_ALLOWED;
                    case 404 -> ExitCode.NOT_FOUND;
                    default -> ExitCode.FAILED;
                };
        return new CommandFailed(
                exit,
                Optional.ofNullable(no.getMessage()).orElse("The gateway gave no reason.")
                        + " ("
                        + no.code()
                        + ")",
                refused);
    }

    /// Where a configured gateway serves its control API.
    static URI address(GatewayConfig gateway) {
        String host = gateway.control().host();
        String called = host.equals("0.0.0.0") || host.equals("::") ? gateway.name() : host;
        return URI.create(
                "https://"
                        + (called.contains(":") ? "[" + called + "]" : called)
                        + ":"
                        + gateway.control().port());
    }
}
