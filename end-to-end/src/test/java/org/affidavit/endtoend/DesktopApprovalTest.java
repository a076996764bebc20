package org.affidavit.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.affidavit.desktop.approvals.ApprovalsViewModel;
import org.affidavit.desktop.approvals.RequestDetail;
import org.affidavit.desktop.gateway.HttpGateway;
import org.affidavit.desktop.task.InlineTasks;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The desktop app's approvals, all but its window, against a real gateway, agent and database.
class DesktopApprovalTest {
    @TempDir Path folder;
    private BillingDatabase database;
    private GatewayFolder gateway;
    private RunningGateway running;
    private HttpGateway client;
    private final ApprovalsViewModel model =
            new ApprovalsViewModel(new InlineTasks(), Clock.systemUTC());

    @BeforeEach
    void start() throws Exception {
        database = BillingDatabase.start(Files.createDirectory(folder.resolve("postgres")));
        gateway =
                GatewayFolder.create(
                        folder.resolve("gateway"), folder, database, "/demo/policy.yaml");
        running = gateway.run();
        Path token = Files.writeString(folder.resolve("dana.token"), gateway.token("dana"));
        client =
                new HttpGateway(
                        URI.create("https://localhost:" + gateway.controlPort()),
                        gateway.ca(),
                        token);
        model.connect(client, DeviceKey.loadOrCreate(folder.resolve("dana.jwk")));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        running.close();
        database.close();
    }

    @Test
    void approvesAHeldCommandWithItsValuesInSight() throws Exception {
        try (var agent = LoadGenerator.connect(gateway, gateway.token("billing-bot"))) {
            CompletableFuture<Integer> deleted = CompletableFuture.supplyAsync(() -> delete(agent));
            until(() -> waiting() != null);

            assertThat(waiting().statement())
                    .contains("DELETE FROM payments WHERE id = $1")
                    .contains("$1 = '7'");
            assertThat(waiting().digestHolds()).isTrue();
            assertThat(waiting().obstacle()).isEmpty();
            model.begin(true);
            model.reasonProperty().set("duplicate charge");
            model.send();

            assertThat(deleted.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }

    private RequestDetail waiting() {
        RequestDetail detail = model.detailProperty().get();
        return detail != null && detail.outcome().isEmpty() ? detail : null;
    }

    private static int delete(Connection agent) {
        try (var statement = agent.prepareStatement("DELETE FROM payments WHERE id = ?")) {
            statement.setInt(1, 7);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not happen within 30 s").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
