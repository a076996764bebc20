package org.affidavit.desktop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.affidavit.desktop.gateway.Gateway;
import org.affidavit.desktop.gateway.HttpGateway;
import org.affidavit.desktop.integrity.OwnWitness;
import org.affidavit.desktop.integrity.RememberingCheck;
import org.affidavit.desktop.library.LiveLibrary;
import org.affidavit.desktop.look.Theme;
import org.affidavit.desktop.look.WindowPrompts;
import org.affidavit.desktop.packets.PacketDesk;
import org.affidavit.desktop.task.FxTasks;
import org.affidavit.desktop.words.Words;
import org.affidavit.evidence.PacketExporter;
import org.affidavit.index.IndexFolders;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.anchor.SeenCheckpoints;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// The application: one window, its settings, and what it was started with.
public final class DesktopApp extends Application {
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;

    @Override
    public void start(Stage stage) {
        var home = Path.of(System.getProperty("user.home"));
        var folder = Settings.folder(System.getenv(), home);
        var settings = new Settings(folder.resolve("desktop.properties"));
        var tasks = new FxTasks();
        var arguments = StartArguments.parse(getParameters().getRaw());
        if (arguments.readerKey() != null) {
            settings.set("reader.key", arguments.readerKey().toAbsolutePath());
        }
        var witness = witness(Settings.state(System.getenv(), home), arguments, settings);
        var services =
                new Services(
                        log ->
                                LiveLibrary.open(
                                        log,
                                        IndexFolders.ofUser(System.getenv()),
                                        keys(log, arguments),
                                        readers(log, arguments, settings),
                                        Clock.systemUTC()),
                        new RememberingCheck(
                                new SeenCheckpoints(
                                        Settings.state(System.getenv(), home).resolve("seen")),
                                log -> readers(log, arguments, settings),
                                witness.key()),
                        PacketDesk.of(new PacketExporter()));
        var composition =
                new Composition(
                        tasks,
                        Clock.systemUTC(),
                        new WindowPrompts(() -> stage),
                        services,
                        settings.dark());
        show(stage, composition, settings);
        witness.problem().ifPresent(composition::warn);
        stage.setOnHidden(_ -> leave(stage, composition, settings, tasks));
        if (arguments.log() != null) {
            composition.openLog(arguments.log());
        }
        connect(arguments, composition, tasks);
    }

    private static void show(Stage stage, Composition composition, Settings settings) {
        var scene = new Scene(composition.view(), WIDTH, HEIGHT);
        composition
                .shell()
                .darkProperty()
                .subscribe(dark -> (dark ? Theme.DARK : Theme.LIGHT).applyTo(scene));
        composition.commands().installIn(scene);
        stage.setTitle(Words.say("app.title"));
        stage.setScene(scene);
        stage.setMinWidth(980);
        stage.setMinHeight(640);
        stage.setWidth(settings.number("window.width", WIDTH));
        stage.setHeight(settings.number("window.height", HEIGHT));
        stage.show();
    }

    private static void leave(
            Stage stage, Composition composition, Settings settings, FxTasks tasks) {
        settings.set("window.width", stage.getWidth());
        settings.set("window.height", stage.getHeight());
        settings.set("dark", composition.shell().darkProperty().get());
        settings.save();
        tasks.close();
        Platform.exit();
    }

    private record Witnessing(Optional<OwnWitness> key, Optional<String> problem) {}

    /// Under the name given now or the last time; without one nothing is cosigned.
    private static Witnessing witness(Path state, StartArguments arguments, Settings settings) {
        var name = Optional.ofNullable(arguments.cosignAs()).or(settings::cosignAs);
        if (name.isEmpty()) {
            return new Witnessing(Optional.empty(), Optional.empty());
        }
        try {
            var witness = OwnWitness.open(state, name.get(), Clock.systemUTC());
            settings.set("cosign.as", name.get());
            return new Witnessing(Optional.of(witness), Optional.empty());
        } catch (IOException problem) {
            return new Witnessing(
                    Optional.empty(),
                    Optional.of(Words.say("cosign.failed", Words.problem(problem))));
        }
    }

    private record Connection(Gateway gateway, DeviceKey key) {}

    private static void connect(StartArguments arguments, Composition composition, FxTasks tasks) {
        var line = arguments.line();
        if (line == null) {
            return;
        }
        tasks.run(
                _ ->
                        new Connection(
                                new HttpGateway(line.gateway(), line.ca(), line.tokenFile()),
                                DeviceKey.loadOrCreate(line.deviceKey())),
                made -> composition.connect(made.gateway(), made.key()),
                problem -> composition.warn(Words.problem(problem)));
    }

    /// The key named at the start, or the one that lies beside the log, or the one that was named
    /// the last time. Without any, records are shown and what was recorded with them stays sealed.
    private static ReadingKeys readers(Path log, StartArguments arguments, Settings settings)
            throws LogFailure {
        var file =
                Optional.ofNullable(arguments.readerKey())
                        .or(() -> ReadingKeys.beside(log))
                        .or(settings::readerKey);
        return ReadingKeys.read(file.stream().toList());
    }

    /// The key named at the start, or the one that lies beside the log's folder, where a gateway
    /// publishes it. A key that came with the log is only as good as the way both came here.
    private static List<VerifierKey> keys(Path log, StartArguments arguments) throws IOException {
        var named = Optional.ofNullable(arguments.trust());
        var file = named.or(() -> VerifierKey.beside(log));
        return file.isEmpty() ? List.of() : List.of(VerifierKey.read(file.get()));
    }
}
