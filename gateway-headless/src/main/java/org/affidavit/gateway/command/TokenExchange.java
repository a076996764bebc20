package org.affidavit.gateway.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `affidavit token exchange`.
@Command(
        name = "exchange",
        description = {
            "Prints a short secret for a token: a password that opens one resource, for clients"
                    + " that take no password as long as a token is.",
            "It opens that resource as often as wanted, and expires after an hour or with the"
                    + " token. That it was given, and each session that it opens, is on record."
        },
        footer = {
            "  affidavit token exchange prod-db --gateway https://gw.corp.example:8443 \\",
            "      --ca ca.crt --token-file token"
        })
final class TokenExchange implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private TokenHolder holder = new TokenHolder();

    @Parameters(
            index = "0",
            paramLabel = "RESOURCE",
            description = "What it opens, as agents ask for it.")
    private String resource = "";

    TokenExchange(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        JsonNode issued = holder.calling(terminal, gateway -> gateway.exchange(resource));
        terminal.out().println(issued.path("secret").asString());
        terminal.err()
                .println(
                        "note: good until "
                                + Visible.line(issued.path("until").asString())
                                + "; to end it before: affidavit token revoke "
                                + Visible.line(issued.path("id").asString()));
        return ExitCode.OK.code();
    }
}
