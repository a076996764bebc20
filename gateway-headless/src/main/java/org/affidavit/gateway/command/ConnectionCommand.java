package org.affidavit.gateway.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.credential.CredentialUnavailable;
import org.affidavit.gateway.credential.Secret;
import org.affidavit.gateway.credential.TargetCredentials;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `affidavit connection`.
@Command(
        name = "connection",
        description = "The resources behind a gateway.",
        footer = "  affidavit connection list --config gateway/affidavit.yaml")
final class ConnectionCommand {
    private ConnectionCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new ConnectionCommand())
                .addSubcommand(new ConnectionAdd(terminal))
                .addSubcommand(new ListConnections(terminal))
                .addSubcommand(new TestConnection(terminal));
    }

    /// `affidavit connection list`.
    @Command(
            name = "list",
            description = "Lists the resources behind a gateway.",
            footer = "  affidavit connection list --config gateway/affidavit.yaml")
    private static final class ListConnections implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private ConfigOption config = new ConfigOption();

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        ListConnections(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws CommandFailed, ConfigInvalid {
            List<Connection> connections =
                    List.copyOf(config.read(terminal).connections().values());
            if (json) {
                terminal.out()
                        .println(
                                Json.JSON.writeValueAsString(
                                        connections.stream()
                                                .map(ListConnections::fields)
                                                .toList()));
            } else {
                Table table = new Table("NAME", "KIND", "LISTEN", "TARGET", "DATABASE", "TLS");
                for (Connection connection : connections) {
                    Map<String, String> fields = fields(connection);
                    table.row(
                            fields.getOrDefault("name", ""),
                            fields.getOrDefault("kind", ""),
                            fields.getOrDefault("listen", ""),
                            fields.getOrDefault("target", ""),
                            fields.getOrDefault("database", ""),
                            fields.getOrDefault("tls", ""));
                }
                table.printTo(terminal.out());
            }
            return ExitCode.OK.code();
        }

        private static Map<String, String> fields(Connection connection) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("name", connection.name());
            fields.put("kind", connection.kind());
            fields.put("listen", connection.listen().host() + ":" + connection.listen().port());
            fields.put("target", target(connection).where());
            fields.put("database", connection.database());
            fields.put("user", connection.user());
            fields.put(
                    "tls",
                    connection.tls().mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            return fields;
        }
    }

    /// `affidavit connection test`.
    @Command(
            name = "test",
            description = "Tries a target as the gateway would: resolve, connect, TLS, log in.",
            footer = "  affidavit connection test prod-db --config gateway/affidavit.yaml")
    private static final class TestConnection implements Callable<Integer> {
        private final Terminal terminal;
        @Mixin private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "NAME", description = "The resource's name.")
        private String name = "";

        TestConnection(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call()
                throws CommandFailed, ConfigInvalid, CredentialUnavailable, IOException {
            GatewayConfig gateway = config.read(terminal);
            Connection connection = gateway.connections().get(name);
            if (connection == null) {
                throw new CommandFailed(
                        ExitCode.NOT_FOUND,
                        "There is no connection `" + name + "`.",
                        "See which there are: affidavit connection list");
            }
            var credentials = TargetCredentials.sealedWith(gateway.sealingKey());
            try (Secret password = credentials.open(connection)) {
                TargetCheck check =
                        TargetCheck.with(target(connection), connection.tls(), password);
                terminal.out()
                        .println(
                                "ok "
                                        + name
                                        + ": PostgreSQL "
                                        + Visible.line(check.version())
                                        + " at "
                                        + target(connection).where());
            }
            return ExitCode.OK.code();
        }
    }

    private static Target target(Connection connection) {
        return new Target(
                connection.upstream(),
                connection.user(),
                connection.database(),
                connection.login().inClear());
    }
}
