package org.affidavit.gateway.command;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// `affidavit token revoke`.
@Command(
        name = "revoke",
        description = {
            "Ends a secret that `affidavit token exchange` printed: it opens nothing more.",
            "Sessions that it opened end within seconds, once what they run has ended."
        },
        footer = {
            "  affidavit token revoke 01KA5B9ZZ3E5F7G9H1J3K5M7N9 \\",
            "      --gateway https://gw.corp.example:8443 --ca ca.crt --token-file token"
        })
final class TokenRevoke implements Callable<Integer> {
    private static final Pattern ID = Pattern.compile("[0-9A-Z]{26}");

    private final Terminal terminal;
    @Mixin private TokenHolder holder = new TokenHolder();

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "Names the secret, as `affidavit token exchange` said.")
    private String id = "";

    TokenRevoke(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (!ID.matcher(id).matches()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "This is not the id of a session secret.",
                    "Write the 26 characters that `affidavit token exchange` named, not the"
                            + " secret.");
        }
        JsonNode _ =
                holder.calling(
                        terminal,
                        gateway -> {
                            gateway.revokeSecret(id);
                            return MissingNode.getInstance();
                        });
        terminal.out().println("revoked " + id);
        return ExitCode.OK.code();
    }
}
