package org.affidavit.gateway.command;

import java.io.PrintWriter;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfig.Address;

/// How an agent connects, ready to copy.
final class ClientLines {
    private ClientLines() {}

    static void print(Terminal terminal, GatewayConfig gateway, String resource, Address listen) {
        String token =
                gateway.developmentIssuer().isPresent()
                        ? "$(affidavit token --agent billing-bot --config " + gateway.file() + ")"
                        : "TOKEN";
        PrintWriter out = terminal.out();
        out.println("psql:");
        out.println(
                "  PGPASSWORD="
                        + token
                        + " psql \"host="
                        + listen.host()
                        + " port="
                        + listen.port()
                        + " dbname="
                        + resource
                        + " user=billing-bot sslmode=verify-full sslrootcert="
                        + gateway.tls().ca()
                        + "\"");
        out.println("JDBC (password: the token):");
        String host = listen.host().contains(":") ? "[" + listen.host() + "]" : listen.host();
        out.println(
                "  jdbc:postgresql://"
                        + host
                        + ":"
                        + listen.port()
                        + "/"
                        + resource
                        + "?user=billing-bot&sslmode=verify-full&sslrootcert="
                        + gateway.tls().ca());
        terminal.err()
                .println(
                        "  Start the gateway, or start it again if it runs: affidavit run --config "
                                + gateway.file());
    }
}
