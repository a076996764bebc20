package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// A gateway's folder, made by the commands of the quickstart, on free ports.
///
/// @param folder what `init` made
/// @param agents port where agents connect
record TestFolder(Path folder, int agents, int control, int issuer) {
    static TestFolder init(Path scratch) throws Exception {
        Path folder = scratch.resolve("gateway");
        assertThat(CommandRun.of("init", "--dir", folder.toString()).exit()).isZero();
        var made = new TestFolder(folder, freePort(), freePort(), freePort());
        Files.writeString(
                made.config(),
                Files.readString(made.config())
                        .replace("127.0.0.1:8443", "127.0.0.1:" + made.control())
                        .replace("127.0.0.1:8444", "127.0.0.1:" + made.issuer()));
        return made;
    }

    Path config() {
        return folder.resolve("affidavit.yaml");
    }

    Path log() {
        return folder.resolve("log");
    }

    /// A command about this gateway.
    CommandRun run(String... arguments) {
        var line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--config", config().toString()));
        return CommandRun.of(line.toArray(String[]::new));
    }

    CommandRun add(TestDatabase database, String... more) throws Exception {
        return add("prod-db", database.url(), TestDatabase.PASSWORD, more);
    }

    CommandRun add(String name, String url, String password, String... more) throws Exception {
        Path file = Files.writeString(folder.resolveSibling("password"), password + "\n");
        var line = new ArrayList<>(List.of("connection", "add", name, url, "--credential-file"));
        line.add(file.toString());
        line.addAll(List.of("--listen", "127.0.0.1:" + agents));
        line.addAll(List.of(more));
        return run(line.toArray(String[]::new));
    }

    /// Where agents connect.
    int port() {
        return agents;
    }

    /// An agent's connection, as the quickstart has it.
    Connection connect() throws Exception {
        var token = run("token", "--agent", "billing-bot");
        assertThat(token.exit()).as(token.err()).isZero();
        return connect(token.out().strip());
    }

    /// The same with something that was got before.
    Connection connect(String password) throws Exception {
        var properties = new Properties();
        properties.put("user", "billing-bot");
        properties.put("password", password);
        properties.put("sslmode", "verify-full");
        properties.put("sslrootcert", folder.resolve("ca.crt").toString());
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + agents + "/prod-db", properties);
    }

    static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
