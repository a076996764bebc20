package org.affidavit.desktop.ui;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.affidavit.desktop.Composition;
import org.affidavit.desktop.Services;
import org.affidavit.desktop.look.Prompts;
import org.affidavit.desktop.look.Theme;
import org.affidavit.desktop.task.FxTasks;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The whole app in a window of the headless platform, driven by keys and clicks.
final class AppRobot implements AutoCloseable {
    private final FxRobot robot = new FxRobot();
    private final FxTasks tasks = new FxTasks();
    private final Stage stage;
    private final Composition app;

    AppRobot(Services services, Path target) throws Exception {
        stage = FxToolkit.registerPrimaryStage();
        var prompts =
                new Prompts() {
                    @Override
                    public Optional<Path> folder(String title) {
                        return Optional.of(target);
                    }

                    @Override
                    public Optional<Path> file(String title) {
                        return Optional.of(target);
                    }

                    @Override
                    public Optional<Path> save(String title, String name) {
                        return Optional.of(target.resolve(name));
                    }
                };
        app = on(() -> new Composition(tasks, Clock.systemUTC(), prompts, services, false));
        on(() -> {
            var scene = new Scene(app.view(), 980, 700);
            Theme.LIGHT.applyTo(scene);
            app.commands().installIn(scene);
            stage.setScene(scene);
            stage.show();
            stage.toFront();
            return scene;
        });
    }

    Composition app() {
        return app;
    }

    FxRobot robot() {
        return robot;
    }

    void press(KeyCode... keys) {
        robot.push(keys);
        WaitForAsyncUtils.waitForFxEvents();
    }

    void write(String text) {
        robot.write(text, 0);
        WaitForAsyncUtils.waitForFxEvents();
    }

    void click(String query) {
        until(() -> !robot.lookup(query).queryAll().isEmpty());
        robot.clickOn(query);
        WaitForAsyncUtils.waitForFxEvents();
    }

    <N extends Node> N find(String query) {
        return robot.lookup(query).query();
    }

    /// Computes something on the screen's thread.
    <T> T on(Callable<T> call) {
        return WaitForAsyncUtils.waitForAsyncFx(20_000, call);
    }

    /// Waits until something is so, seen from the screen's thread.
    void until(Supplier<Boolean> condition) {
        try {
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> on(condition::get));
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError("It did not come true within 20 s", late);
        }
    }

    @Override
    public void close() throws Exception {
        on(() -> {
            stage.hide();
            return true;
        });
        tasks.close();
    }
}
