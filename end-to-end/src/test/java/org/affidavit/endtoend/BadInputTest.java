package org.affidavit.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the gateway says to clients that do it wrong, as a real client sees it.
class BadInputTest {
    @TempDir static Path folder;

    private static BillingDatabase database;
    private static GatewayFolder gateway;
    private static RunningGateway running;

    @BeforeAll
    static void start() throws Exception {
        database = BillingDatabase.start(Files.createDirectory(folder.resolve("postgres")));
        gateway =
                GatewayFolder.create(
                        folder.resolve("gateway"), folder, database, "/demo/policy.yaml");
        running = gateway.run();
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
        database.close();
    }

    @AfterEach
    void theGatewayStillServesAndNeverPrintsAStackTrace() throws Exception {
        assertThat(running.isAlive()).isTrue();
        assertThat(running.output()).doesNotContain("\tat ");
        try (var connection = LoadGenerator.connect(gateway, gateway.token("billing-bot"))) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void aTokenThatIsNoTokenIsRefusedOnRecord() throws Exception {
        assertThatThrownBy(() -> connect("prod-db", "billing-bot", "not-a-token", "verify-full"))
                .isInstanceOf(SQLException.class)
                .satisfies(refusal -> assertThat(state(refusal)).startsWith("28"))
                .message()
                .doesNotContain("not-a-token")
                .doesNotContain("Exception");
        awaitRefusal(refused -> refused.code().startsWith("token-"));
    }

    @Test
    void aTokenWithAForgedSignatureIsRefused() throws Exception {
        String token = gateway.token("billing-bot");
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + "A".repeat(86);
        assertThatThrownBy(() -> connect("prod-db", "billing-bot", forged, "verify-full"))
                .satisfies(refusal -> assertThat(state(refusal)).startsWith("28"));
    }

    @Test
    void anotherAgentsNameIsRefused() throws Exception {
        String token = gateway.token("billing-bot");
        assertThatThrownBy(() -> connect("prod-db", "dana", token, "verify-full"))
                .satisfies(refusal -> assertThat(state(refusal)).startsWith("28"));
    }

    @Test
    void aResourceThatDoesNotExistIsNamedInTheError() throws Exception {
        String token = gateway.token("billing-bot");
        assertThatThrownBy(() -> connect("no-such-db", "billing-bot", token, "verify-full"))
                .satisfies(refusal -> assertThat(state(refusal)).isEqualTo("3D000"))
                .hasMessageContaining("no-such-db");
        awaitRefusal(refused -> refused.resource().equals("no-such-db"));
    }

    @Test
    void plainTextIsRefusedBeforeAPasswordIsAsked() {
        assertThatThrownBy(() -> connect("prod-db", "billing-bot", "secret", "disable"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("TLS");
    }

    @Test
    void aStartupLargerThanAnyRealOneIsRefused() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.agentPort())) {
            socket.setSoTimeout(10_000);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(Integer.MAX_VALUE);
            out.writeInt(196608);
            out.flush();
            assertThat(drain(socket)).doesNotContain("R");
        }
    }

    @Test
    void bytesOfAnotherProtocolAreRefused() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.agentPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            drain(socket);
        }
    }

    @Test
    void aConfigurationErrorNamesFileLineAndColumnAndWhatToWrite() throws Exception {
        Path broken = gateway.folder().resolve("broken.yaml");
        Files.writeString(
                broken, Files.readString(gateway.config()).replace("signing_key:", "signing_kee:"));
        var result = gateway.affidavit().run("run", "--check", "--config", broken.toString());
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).containsPattern("broken\\.yaml:\\d+:\\d+").contains("signing_key");
    }

    @Test
    void aMissingSigningKeyIsNamed() throws Exception {
        Path config = gateway.folder().resolve("no-key.yaml");
        Files.writeString(
                config,
                Files.readString(gateway.config()).replace("keys/log.key", "keys/gone.key"));
        var result = gateway.affidavit().run("run", "--check", "--config", config.toString());
        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).contains("gone.key").doesNotContain("\tat ");
    }

    @Test
    void aSecondGatewayOnTheSameLogIsRefused() throws Exception {
        Path config = gateway.folder().resolve("second.yaml");
        String text = Files.readString(gateway.config());
        for (int port : List.of(gateway.agentPort(), gateway.controlPort(), gateway.issuerPort())) {
            text = text.replace("127.0.0.1:" + port, "127.0.0.1:0");
        }
        Files.writeString(config, text);
        var result = gateway.affidavit().run("run", "--config", config.toString());
        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).doesNotContain("\tat ");
    }

    private static Connection connect(String resource, String user, String token, String sslMode)
            throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", token);
        properties.setProperty("sslmode", sslMode);
        properties.setProperty("sslrootcert", gateway.ca().toString());
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + gateway.agentPort() + "/" + resource, properties);
    }

    private static String state(Throwable refusal) {
        return String.valueOf(((SQLException) refusal).getSQLState());
    }

    /// Everything the gateway still sends before it closes.
    private static String drain(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// A refusal before a session is told at once and on record a moment later.
    private static void awaitRefusal(Predicate<AccessRefused> wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (refusals().stream().noneMatch(wanted)) {
            assertThat(System.nanoTime()).as("%s", refusals()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static List<AccessRefused> refusals() throws Exception {
        var found = new ArrayList<AccessRefused>();
        try (var log = SessionLogReader.open(gateway.log())) {
            log.forEach(
                    0,
                    record -> {
                        if (record.event() instanceof AccessRefused refused) {
                            found.add(refused);
                        }
                        return true;
                    });
        }
        return found;
    }
}
