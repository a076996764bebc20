package org.affidavit.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;

/// A gateway set up from nothing by the commands of the quickstart, on free ports.
///
/// @param folder everything `affidavit init` made
/// @param work existing folder for what is not part of the set-up
/// @param agentPort where agents connect
/// @param controlPort where people and their tools connect
public record GatewayFolder(
        Path folder,
        Path work,
        AffidavitCommand affidavit,
        int agentPort,
        int controlPort,
        int issuerPort) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Runs `init` and `connection add` for the billing database.
    ///
    /// @param policy class path resource to use as the policy
    public static GatewayFolder create(
            Path folder, Path work, BillingDatabase database, String policy)
            throws IOException, InterruptedException {
        var affidavit = new AffidavitCommand(work);
        affidavit
                .run("init", "--dir", folder.toString(), "--profile", "dev", "--no-input")
                .orFail();
        var made = new GatewayFolder(folder, work, affidavit, freePort(), freePort(), freePort());
        made.moveToFreePorts();
        try (var in =
                Objects.requireNonNull(GatewayFolder.class.getResourceAsStream(policy), policy)) {
            Files.write(folder.resolve("policy.yaml"), in.readAllBytes());
        }
        made.addConnection(database);
        return made;
    }

    private void moveToFreePorts() throws IOException {
        String text = Files.readString(config());
        text = text.replace("127.0.0.1:8443", "127.0.0.1:" + controlPort);
        text = text.replace("127.0.0.1:8444", "127.0.0.1:" + issuerPort);
        text = text.replace("localhost:8444", "localhost:" + issuerPort);
        Files.writeString(config(), text);
    }

    private void addConnection(BillingDatabase database) throws IOException, InterruptedException {
        Path password =
                Files.createFile(
                        work.resolve("prod-db.password"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, BillingDatabase.PASSWORD);
        affidavit
                .run(
                        "connection",
                        "add",
                        "prod-db",
                        database.url(),
                        "--credential-file",
                        password.toString(),
                        "--listen",
                        "127.0.0.1:" + agentPort,
                        "--config",
                        config().toString())
                .orFail();
        Files.delete(password);
    }

    /// Starts the gateway and waits until it serves.
    public RunningGateway run() throws IOException, InterruptedException {
        return RunningGateway.start(
                affidavit,
                config(),
                work.resolve("gateway.out"),
                PATIENCE,
                issuerPort,
                controlPort,
                agentPort);
    }

    public Path config() {
        return folder.resolve("affidavit.yaml");
    }

    public Path log() {
        return folder.resolve("log");
    }

    public Path ca() {
        return folder.resolve("ca.crt");
    }

    /// A fresh token for a client of the development issuer.
    public String token(String client) throws IOException, InterruptedException {
        return affidavit
                .run("token", "--agent", client, "--config", config().toString())
                .orFail()
                .strip();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
