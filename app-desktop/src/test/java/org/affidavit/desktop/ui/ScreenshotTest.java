package org.affidavit.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.affidavit.desktop.Composition;
import org.affidavit.desktop.SampleGateway;
import org.affidavit.desktop.SampleServices;
import org.affidavit.desktop.Services;
import org.affidavit.desktop.integrity.LogCheck;
import org.affidavit.desktop.library.LiveLibrary;
import org.affidavit.desktop.look.Prompts;
import org.affidavit.desktop.look.Theme;
import org.affidavit.desktop.packets.PacketDesk;
import org.affidavit.desktop.sessions.SessionRow;
import org.affidavit.desktop.shell.Screen;
import org.affidavit.desktop.task.InlineTasks;
import org.affidavit.evidence.PacketExporter;
import org.affidavit.index.IndexFolders;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testfx.api.FxToolkit;

/// Renders every screen in its states, light and dark, to `target/screenshots` for people to look
/// at, and checks that no style was left unresolved.
///
/// With `-Dscreens.log=FOLDER` the screens that show a log show that one, read, searched and
/// verified for real: so the pictures in the documents are made, from the demo's log.
@Isolated
class ScreenshotTest {
    private static final Path FOLDER = Path.of("target", "screenshots");
    private static final int FRAMES_BEFORE = 8;

    private record Scenery(String name, boolean logOpen, Consumer<Composition> setUp) {}

    @BeforeAll
    static void startToolkit() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    static Stream<Arguments> pictures() {
        return sceneries().stream()
                .flatMap(scenery ->
                        Stream.of(Theme.values())
                                .map(theme -> Arguments.of(scenery.name(), scenery, theme)));
    }

    private static final Optional<Path> LOG =
            Optional.ofNullable(System.getProperty("screens.log")).map(Path::of);

    private static final Optional<RecordedRequests> RECORDED = LOG.map(RecordedRequests::of);

    private static List<Scenery> sceneries() {
        return LOG.isPresent() ? ofLog() : samples();
    }

    private static List<Scenery> ofLog() {
        return List.of(
                open("sessions", app -> app.sessions().chosenProperty().set(newest(app))),
                open(
                        "sessions-found",
                        app -> app.sessions().queryProperty().set("refunded verb:DELETE")),
                open("replay", app -> replayFound(app, "Lindqvist masked:email")),
                open("replay-approved", app -> replayFound(app, "approver:dana")),
                open("approvals", app -> app.shell().go(Screen.APPROVALS)),
                open("approvals-deciding", ScreenshotTest::decidingTheNewest),
                open("integrity", app -> app.shell().go(Screen.INTEGRITY)),
                open("packets", ScreenshotTest::packetOfNewest));
    }

    private static List<Scenery> samples() {
        return List.of(
                new Scenery("welcome", false, _ -> {}),
                open(
                        "sessions",
                        app ->
                                app.sessions()
                                        .chosenProperty()
                                        .set(app.sessions().sessions().get(1))),
                open("sessions-found", app -> app.sessions().queryProperty().set("payments")),
                open("sessions-mistake", ScreenshotTest::mistake),
                open("sessions-nothing", app -> app.sessions().queryProperty().set("zebra")),
                open("replay-none", app -> app.shell().go(Screen.REPLAY)),
                open("replay", app -> replay(app, 4)),
                open("replay-denied", app -> replay(app, 8)),
                open("replay-approved", app -> replay(app, 13)),
                open("replay-parameters", app -> replay(app, 21)),
                open("replay-hidden", app -> replay(app, 25)),
                open("approvals-none", app -> app.shell().go(Screen.APPROVALS)),
                open("approvals", ScreenshotTest::approvals),
                open("approvals-deciding", ScreenshotTest::deciding),
                open("approvals-hidden", ScreenshotTest::hidden),
                open("approvals-lost", ScreenshotTest::lost),
                open("integrity-unchecked", app -> app.shell().go(Screen.INTEGRITY)),
                open("integrity", ScreenshotTest::integrity),
                open("packets", ScreenshotTest::packets),
                open("packets-exported", ScreenshotTest::exported));
    }

    private static SessionRow newest(Composition app) {
        return app.sessions().sessions().getFirst();
    }

    private static void replayFound(Composition app, String query) {
        app.sessions().queryProperty().set(query);
        app.sessions().chosenProperty().set(newest(app));
        app.sessions().open(app.sessions().moments().getFirst());
        var step = app.replay().stepProperty().get();
        app.replay().seekStep(app.replay().steps().get(step));
    }

    private static void decidingTheNewest(Composition app) {
        app.shell().go(Screen.APPROVALS);
        var decision = RECORDED.orElseThrow().newestDecision();
        app.approvals().begin(decision.approved());
        app.approvals().reasonProperty().set(decision.reason());
    }

    /// Approvals are pictured while the newest request waits, everything else after the end.
    private static Clock clock(Scenery scenery) {
        if (RECORDED.isEmpty()) {
            return Clock.fixed(SampleGateway.NOW, ZoneOffset.UTC);
        }
        return scenery.name().startsWith("approvals")
                ? Clock.fixed(RECORDED.get().newestWaits(), ZoneOffset.UTC)
                : Clock.systemUTC();
    }

    private static void packetOfNewest(Composition app) {
        app.shell().go(Screen.PACKETS);
        app.packets().rows().getFirst().chosenProperty().set(true);
        app.packets().titleProperty().set("Agent access to prod-db");
        app.packets().organisationProperty().set("Example Ltd");
        app.packets().preparedByProperty().set("Mira Kovac");
    }

    private static Services services() {
        return LOG.isEmpty()
                ? SampleServices.of()
                : new Services(
                        log ->
                                LiveLibrary.open(
                                        log,
                                        IndexFolders.in(Files.createTempDirectory("indexes")),
                                        List.of(VerifierKey.read(key(log))),
                                        ReadingKeys.read(ReadingKeys.beside(log).stream().toList()),
                                        Clock.systemUTC()),
                        (log, keys, progress) ->
                                LogCheck.Outcome.of(
                                        new SessionLogVerifier(keys).verify(log, progress)),
                        PacketDesk.of(new PacketExporter()));
    }

    private static Path key(Path log) {
        return VerifierKey.beside(log).orElseThrow();
    }

    private static Scenery open(String name, Consumer<Composition> setUp) {
        return new Scenery(name, true, setUp);
    }

    private static void mistake(Composition app) {
        app.sessions().queryProperty().set("payments");
        app.sessions().queryProperty().set("agent:billing-bot ~void");
    }

    private static void replay(Composition app, int frame) {
        app.sessions().open(app.sessions().sessions().get(1));
        app.replay().seek(frame);
    }

    private static SampleGateway approvals(Composition app) {
        var gateway = new SampleGateway();
        app.connect(gateway, SampleServices.key());
        app.shell().go(Screen.APPROVALS);
        return gateway;
    }

    private static void deciding(Composition app) {
        approvals(app);
        app.approvals().begin(true);
        app.approvals().reasonProperty().set("Old carts only, agreed with storefront in FIN-2231");
    }

    private static void hidden(Composition app) {
        approvals(app);
        app.approvals().choose(app.approvals().requests().get(1));
    }

    private static void lost(Composition app) {
        approvals(app).lose();
    }

    private static void integrity(Composition app) {
        app.shell().go(Screen.INTEGRITY);
        app.integrity().verify();
    }

    private static void packets(Composition app) {
        app.shell().go(Screen.PACKETS);
        app.packets().rows().get(1).chosenProperty().set(true);
        app.packets().rows().get(5).chosenProperty().set(true);
        app.packets().titleProperty().set("Access review, production database, Q4 2026");
        app.packets().organisationProperty().set("Example Ltd");
        app.packets().preparedByProperty().set("Mira Kovac");
    }

    private static void exported(Composition app) {
        packets(app);
        app.packets().export(Path.of("/home/mira/access-review.pdf"));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("pictures")
    void rendersWithEveryStyleResolved(String name, Scenery scenery, Theme theme) throws Exception {
        var complaints = new ArrayList<String>();
        var listening = listen(complaints);
        var done = new CompletableFuture<Path>();
        Platform.runLater(() -> render(scenery, theme, done));
        var file = done.get(30, TimeUnit.SECONDS);
        Logger.getLogger("javafx.css").removeHandler(listening);

        assertThat(file).isNotEmptyFile();
        assertThat(complaints).isEmpty();
    }

    private static Handler listen(List<String> complaints) {
        var handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord complaint) {
                        complaints.add(complaint.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger.getLogger("javafx.css").addHandler(handler);
        return handler;
    }

    private static void render(Scenery scenery, Theme theme, CompletableFuture<Path> done) {
        try {
            var clock = clock(scenery);
            var app =
                    new Composition(
                            new InlineTasks(),
                            clock,
                            new NoPrompts(),
                            services(),
                            theme == Theme.DARK);
            var scene = new Scene(app.view(), 1440, 900);
            theme.applyTo(scene);
            var stage = new Stage();
            stage.setScene(scene);
            stage.setWidth(1440);
            stage.setHeight(900);
            stage.show();
            if (scenery.logOpen()) {
                app.openLog(LOG.orElse(Path.of("log")));
            }
            RECORDED.ifPresent(recorded -> {
                app.connect(recorded.gateway(clock.instant()), SampleServices.key());
                app.integrity().verify();
            });
            scenery.setUp().accept(app);
            new Photographer(stage, file(scenery, theme), done).start();
        } catch (RuntimeException failed) {
            done.completeExceptionally(failed);
        }
    }

    private static Path file(Scenery scenery, Theme theme) {
        return FOLDER.resolve(
                scenery.name() + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png");
    }

    /// Lists and text areas lay themselves out over several frames; the picture is taken after.
    private static final class Photographer extends AnimationTimer {
        private final Stage stage;
        private final Path file;
        private final CompletableFuture<Path> done;
        private int frames;

        Photographer(Stage stage, Path file, CompletableFuture<Path> done) {
            this.stage = stage;
            this.file = file;
            this.done = done;
        }

        @Override
        public void handle(long now) {
            if (++frames < FRAMES_BEFORE) {
                return;
            }
            stop();
            try {
                Files.createDirectories(file.getParent());
                var image = SwingFXUtils.fromFXImage(stage.getScene().snapshot(null), null);
                try (var out = Files.newOutputStream(file)) {
                    ImageIO.write(image, "png", out);
                }
                done.complete(file);
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            } finally {
                stage.close();
            }
        }
    }

    private static final class NoPrompts implements Prompts {
        @Override
        public Optional<Path> folder(String title) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> file(String title) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> save(String title, String name) {
            return Optional.empty();
        }
    }
}
