package org.affidavit.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.affidavit.gateway.Composition;
import org.affidavit.gateway.config.GatewayConfigs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApprovalsCommandTest {
    private static final int TRIES_MAX = 500;

    @TempDir static Path scratch;
    private static TestDatabase database;
    private static TestFolder gateway;
    private static Composition running;

    @BeforeAll
    static void startEverything() throws Exception {
        database = TestDatabase.withoutTls(scratch);
        gateway = TestFolder.init(scratch);
        assertThat(gateway.add(database).exit()).isZero();
        running =
                Composition.start(GatewayConfigs.read(gateway.config()), "test", Clock.systemUTC());
    }

    @AfterAll
    static void stopEverything() throws Exception {
        running.close();
        database.close();
        assertThat(CommandRun.of("verify", gateway.log().toString()).exit()).isZero();
    }

    private static CompletableFuture<Integer> held(Connection agent, String sql) {
        return CompletableFuture.supplyAsync(() -> {
            try (var statement = agent.createStatement()) {
                return statement.executeUpdate(sql);
            } catch (SQLException refused) {
                throw new CompletionException(refused);
            }
        });
    }

    private static String awaitRequest() {
        for (int i = 0; i < TRIES_MAX; i++) {
            var listed = gateway.run("approvals", "list", "--json", "--as", "dana");
            assertThat(listed.exit()).as(listed.err()).isZero();
            for (JsonNode request : JsonMapper.shared().readTree(listed.out())) {
                return request.path("id").asString();
            }
        }
        throw new AssertionError("Nothing was held");
    }

    @Test
    void aHeldCommandRunsOnlyAfterASignedDecision() throws Exception {
        try (var agent = gateway.connect()) {
            var delete = held(agent, "DELETE FROM payments WHERE id = 1");
            String request = awaitRequest();
            assertThat(database.count("payments WHERE id = 1")).isEqualTo(1);
            var shown = gateway.run("approvals", "show", request, "--as", "dana");
            assertThat(shown.out())
                    .contains("DELETE FROM payments WHERE id = 1")
                    .contains("recomputed here");
            var approved =
                    gateway.run(
                            "approvals", "approve", request, "--reason", "FIN-1", "--as", "dana");
            assertThat(approved.exit()).as(approved.err()).isZero();
            assertThat(approved.out()).contains("approved by dana");
            assertThat(delete.join()).isEqualTo(1);
            assertThat(database.count("payments WHERE id = 1")).isZero();
            assertThat(gateway.folder().resolve("devices/dana.jwk")).exists();
            var again =
                    gateway.run("approvals", "deny", request, "--reason", "late", "--as", "lee");
            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.err()).contains("not-waiting");
        }
        var all = gateway.run("approvals", "list", "--all", "--as", "lee");
        assertThat(all.out()).contains("approved").contains("billing-bot");
    }

    @Test
    void aDeniedCommandNeverRuns() throws Exception {
        try (var agent = gateway.connect()) {
            var delete = held(agent, "DELETE FROM payments WHERE id = 2");
            String request = awaitRequest();
            var denied =
                    gateway.run(
                            "approvals", "deny", request, "--reason", "No ticket", "--as", "lee");
            assertThat(denied.exit()).as(denied.err()).isZero();
            assertThatThrownBy(delete::join).hasMessageContaining("No ticket");
            assertThat(database.count("payments WHERE id = 2")).isEqualTo(1);
        }
    }

    @Test
    void anAgentIsNoApprover() {
        var run = gateway.run("approvals", "list", "--as", "billing-bot");
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err()).contains("not-approver");
    }

    @Test
    void anUnknownRequestIsNotFound() {
        var run = gateway.run("approvals", "show", "R-0000000000000000", "--as", "dana");
        assertThat(run.exit()).isEqualTo(4);
    }

    @Test
    void anEmptyReasonIsRefusedBeforeAnythingIsSent() {
        var run = gateway.run("approvals", "deny", "R-1", "--reason", " ", "--as", "dana");
        assertThat(run.exit()).isEqualTo(2);
    }

    @Test
    void aTokenFromElsewhereIsRefusedWithItsReason() throws Exception {
        var run =
                CommandRun.in(
                        Map.of("AFFIDAVIT_TOKEN", "not.a.token"),
                        "approvals",
                        "list",
                        "--as",
                        "dana",
                        "--config",
                        gateway.config().toString());
        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err()).contains("token-").doesNotContain("not.a.token");
        Path file = Files.writeString(scratch.resolve("token"), token() + "\n");
        assertThat(
                        gateway.run(
                                        "approvals",
                                        "list",
                                        "--as",
                                        "dana",
                                        "--token-file",
                                        file.toString())
                                .exit())
                .isZero();
    }

    private static String token() {
        return gateway.run("token", "--agent", "dana").out().strip();
    }

    @Test
    void aTokenIsAllThatTheTokenCommandPrints() {
        var run = gateway.run("token", "--agent", "billing-bot");
        assertThat(run.exit()).isZero();
        assertThat(run.out().strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aTokenIsExchangedForASecretThatAClientConnectsWith() throws Exception {
        var run = gateway.run("token", "exchange", "prod-db", "--agent", "billing-bot");
        assertThat(run.exit()).as(run.err()).isZero();
        String secret = run.out().strip();
        assertThat(secret).startsWith("afs_").hasSizeLessThan(65);
        String id = run.err().strip().replaceAll(".* ", "");
        gateway.connect(secret).close();
        gateway.connect(secret).close();
        assertThat(gateway.run("records", "list", "--json").out()).contains("secret.issued", id);

        var listed = gateway.run("token", "list", "--agent", "billing-bot");
        assertThat(listed.out())
                .containsPattern(id + " +billing-bot +prod-db +20\\S+Z +20\\S+Z")
                .doesNotContain("afs_");
        assertThat(gateway.run("token", "list", "--agent", "billing-bot", "--json").out())
                .contains("\"id\" : \"" + id + "\"");
        var revoked = gateway.run("token", "revoke", id, "--agent", "billing-bot");
        assertThat(revoked.exit()).as(revoked.err()).isZero();
        assertThatThrownBy(() -> gateway.connect(secret)).hasMessageContaining("was revoked");
        assertThat(gateway.run("token", "revoke", id, "--agent", "billing-bot").exit())
                .isEqualTo(4);
        assertThat(gateway.run("token", "revoke", secret, "--agent", "billing-bot").err())
                .doesNotContain(secret);
    }

    @Test
    void aTokenIsExchangedFromAMachineWithoutTheConfiguration() throws Exception {
        Path file = Files.writeString(scratch.resolve("agents-token"), token() + "\n");
        var run =
                CommandRun.of(
                        "token",
                        "exchange",
                        "prod-db",
                        "--gateway",
                        "https://127.0.0.1:" + gateway.control(),
                        "--ca",
                        gateway.folder().resolve("ca.crt").toString(),
                        "--token-file",
                        file.toString());
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out().strip()).startsWith("afs_");
    }

    @Test
    void anUnknownAgentIsNotFoundAndTheKnownOnesAreNamed() {
        var run = gateway.run("token", "--agent", "biling-bot");
        assertThat(run.exit()).isEqualTo(4);
        assertThat(run.err()).contains("billing-bot");
    }

    @Test
    void aGatewayThatDoesNotRunCannotBeReached() throws Exception {
        var idle = TestFolder.init(Files.createDirectory(scratch.resolve("idle")));
        assertThat(idle.run("token", "--agent", "billing-bot").exit()).isEqualTo(6);
        assertThat(idle.run("token", "--agent", "billing-bot").err()).contains("affidavit run");
        var list =
                CommandRun.in(
                        Map.of("AFFIDAVIT_TOKEN", "x"),
                        "approvals",
                        "list",
                        "--as",
                        "dana",
                        "--config",
                        idle.config().toString());
        assertThat(list.exit()).isEqualTo(6);
        assertThat(list.err()).contains("affidavit run --config");
    }

    @Test
    void aGatewayOfAnotherAuthorityIsNotBelieved() throws Exception {
        var other = TestFolder.init(Files.createDirectory(scratch.resolve("other")));
        Files.copy(other.folder().resolve("ca.crt"), scratch.resolve("gateway-with-other-ca.crt"));
        Path config = gateway.folder().resolve("other.yaml");
        Files.writeString(
                config,
                Files.readString(gateway.config())
                        .replace("ca: ca.crt", "ca: ../gateway-with-other-ca.crt"));
        var run = CommandRun.of("token", "--agent", "billing-bot", "--config", config.toString());
        assertThat(run.exit()).as(run.err()).isEqualTo(6);
        assertThat(run.err()).contains("certificate");
    }
}
