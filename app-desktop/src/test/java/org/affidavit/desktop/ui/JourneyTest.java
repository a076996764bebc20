package org.affidavit.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.affidavit.desktop.SampleServices;
import org.affidavit.desktop.Services;
import org.affidavit.desktop.approvals.LinkState;
import org.affidavit.desktop.gateway.FakeControlApi;
import org.affidavit.desktop.gateway.HttpGateway;
import org.affidavit.desktop.packets.PacketDesk;
import org.affidavit.desktop.packets.PacketState;
import org.affidavit.desktop.shell.Screen;
import org.affidavit.evidence.Packet;
import org.affidavit.evidence.PacketCheck;
import org.affidavit.evidence.PacketExporter.Progress;
import org.affidavit.evidence.PacketExporter.Stage;
import org.affidavit.evidence.PacketRequest;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person does with the app, with keys and clicks, on a real window.
class JourneyTest {
    private AppRobot robot;
    @TempDir Path folder;

    @AfterEach
    void closeWindow() throws Exception {
        robot.close();
    }

    @Test
    void opensALogFromTheFirstRunPage() throws Exception {
        start(SampleServices.of());
        robot.click(".choice");

        robot.until(() -> robot.app().sessions().sessions().size() == 10);
        TableView<?> table = robot.find("#table");
        assertThat(table.getItems()).hasSize(10);
    }

    @Test
    void findsAMomentAndReplaysItForwardAndBack() throws Exception {
        openLog();
        robot.press(KeyCode.CONTROL, KeyCode.F);
        robot.write("overdue");
        robot.until(() -> robot.app().sessions().sessions().size() == 1);
        ListView<?> moments = robot.find("#moments");
        robot.until(() -> !moments.getItems().isEmpty());
        robot.on(() -> {
            moments.requestFocus();
            moments.getSelectionModel().select(0);
            return true;
        });
        robot.press(KeyCode.ENTER);
        robot.until(() -> robot.app().replay().positionProperty().get() == 1);

        robot.press(KeyCode.PERIOD);
        robot.press(KeyCode.PERIOD);
        assertThat(position()).isEqualTo(3);

        robot.press(KeyCode.COMMA);
        assertThat(position()).isEqualTo(2);

        robot.press(KeyCode.D);
        assertThat(position()).isEqualTo(7);

        robot.press(KeyCode.HOME);
        assertThat(position()).isZero();
    }

    @Test
    void showsMaskedCellsInTheirOwnLook() throws Exception {
        openLog();
        robot.on(() -> {
            var sessions = robot.app().sessions();
            sessions.open(sessions.sessions().get(1));
            return true;
        });
        robot.until(() -> position() == 0);
        robot.on(() -> {
            robot.app().replay().seek(4);
            return true;
        });

        robot.until(() -> !robot.robot().lookup(".cell-masked").queryAll().isEmpty());
        robot.until(() -> !robot.robot().lookup(".cell-value").queryAll().isEmpty());
    }

    @Test
    void goesToEveryScreenByKey() throws Exception {
        openLog();
        robot.press(KeyCode.CONTROL, KeyCode.DIGIT4);
        assertThat(screen()).isEqualTo(Screen.INTEGRITY);

        robot.press(KeyCode.CONTROL, KeyCode.DIGIT5);
        assertThat(screen()).isEqualTo(Screen.PACKETS);

        robot.press(KeyCode.ALT, KeyCode.LEFT);
        assertThat(screen()).isEqualTo(Screen.INTEGRITY);
    }

    @Test
    void approvesAHeldCommandOverHttps() throws Exception {
        start(SampleServices.of());
        try (var api = new FakeControlApi(folder);
                var gateway =
                        new HttpGateway(api.base(), api.ca(), FakeControlApi.tokenFile(folder))) {
            var key = DeviceKey.loadOrCreate(folder.resolve("dana.jwk"));
            robot.on(() -> {
                robot.app().connect(gateway, key);
                robot.app().shell().go(Screen.APPROVALS);
                return true;
            });
            robot.until(
                    () -> robot.app().approvals().linkProperty().get() instanceof LinkState.Live);
            api.holdFromNow("req-1", "DELETE FROM payments WHERE id = 7");
            robot.until(() -> robot.app().approvals().waitingProperty().get() == 1);

            robot.click("#approve");
            robot.write("Ticket 7");
            robot.click("#send");
            robot.until(() -> robot.app().approvals().waitingProperty().get() == 0);

            assertThat(api.decisions())
                    .singleElement()
                    .satisfies(decision -> {
                        assertThat(decision.approved()).isTrue();
                        assertThat(decision.reason()).isEqualTo("Ticket 7");
                    });
        }
    }

    @Test
    void exportsAPacket() throws Exception {
        openLog();
        robot.press(KeyCode.CONTROL, KeyCode.DIGIT5);
        robot.click("#all");
        robot.click("#title");
        robot.write("Access review");
        robot.click("#export");

        robot.until(() -> packets() instanceof PacketState.Exported);
    }

    @Test
    void cancelsAnExport() throws Exception {
        var desk = new EndlessDesk();
        start(new Services(SampleServices.of().libraries(), SampleServices.of().check(), desk));
        robot.click(".choice");
        robot.until(() -> robot.app().packets().rows().size() == 10);
        robot.press(KeyCode.CONTROL, KeyCode.DIGIT5);
        robot.click("#all");
        robot.click("#title");
        robot.write("Access review");
        robot.click("#export");
        assertThat(desk.started.await(20, TimeUnit.SECONDS)).isTrue();
        robot.click("#cancel");

        robot.until(() -> packets() instanceof PacketState.Cancelled);
        assertThat(Files.exists(folder.resolve("access-review.pdf"))).isFalse();
    }

    private void openLog() throws Exception {
        start(SampleServices.of());
        robot.click(".choice");
        robot.until(() -> robot.app().sessions().sessions().size() == 10);
    }

    private void start(Services services) throws Exception {
        robot = new AppRobot(services, folder);
    }

    private int position() {
        return robot.app().replay().positionProperty().get();
    }

    private Screen screen() {
        return robot.app().shell().screenProperty().get();
    }

    private PacketState packets() {
        return robot.app().packets().stateProperty().get();
    }

    /// Exports until it is told to stop.
    private static final class EndlessDesk implements PacketDesk {
        private final CountDownLatch started = new CountDownLatch(1);

        @Override
        public Packet export(PacketRequest request, Path target, Progress progress)
                throws IOException {
            while (progress.at(Stage.COLLECT, 0.5)) {
                started.countDown();
                Thread.onSpinWait();
            }
            throw new CancellationException();
        }

        @Override
        public PacketCheck check(Path packet) {
            throw new AssertionError("Nothing asks for a check here");
        }
    }
}
