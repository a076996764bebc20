package org.affidavit.gateway.command;

import java.util.concurrent.Callable;
import org.affidavit.gateway.control.ControlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `affidavit token list`.
@Command(
        name = "list",
        description = {
            "Lists the session secrets in use that were given for tokens of the same principal:"
                    + " what each opens, since when and until when.",
            "The secrets themselves are nowhere: the gateway keeps their hashes, in memory."
        },
        footer = {
            "  affidavit token list --gateway https://gw.corp.example:8443 --ca ca.crt \\",
            "      --token-file token"
        })
final class TokenList implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private TokenHolder holder = new TokenHolder();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    TokenList(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        JsonNode listed = holder.calling(terminal, ControlClient::secrets).path("secrets");
        if (json) {
            terminal.out().println(Json.JSON.writeValueAsString(listed));
            return ExitCode.OK.code();
        }
        Table table = new Table("ID", "PRINCIPAL", "RESOURCE", "SINCE", "UNTIL");
        for (JsonNode secret : listed) {
            table.row(
                    shown(secret, "id"),
                    shown(secret, "principal"),
                    shown(secret, "resource"),
                    shown(secret, "since"),
                    shown(secret, "until"));
        }
        table.printTo(terminal.out());
        return ExitCode.OK.code();
    }

    private static String shown(JsonNode secret, String field) {
        return Visible.line(secret.path(field).asString(""));
    }
}
