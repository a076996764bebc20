package org.affidavit.desktop;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Parent;
import org.affidavit.desktop.approvals.ApprovalsView;
import org.affidavit.desktop.approvals.ApprovalsViewModel;
import org.affidavit.desktop.gateway.Gateway;
import org.affidavit.desktop.integrity.IntegrityView;
import org.affidavit.desktop.integrity.IntegrityViewModel;
import org.affidavit.desktop.library.Library;
import org.affidavit.desktop.look.Prompts;
import org.affidavit.desktop.packets.PacketsView;
import org.affidavit.desktop.packets.PacketsViewModel;
import org.affidavit.desktop.replay.ReplayView;
import org.affidavit.desktop.replay.ReplayViewModel;
import org.affidavit.desktop.sessions.SessionsView;
import org.affidavit.desktop.sessions.SessionsViewModel;
import org.affidavit.desktop.shell.Commands;
import org.affidavit.desktop.shell.Screen;
import org.affidavit.desktop.shell.ShellView;
import org.affidavit.desktop.shell.ShellViewModel;
import org.affidavit.desktop.shell.WelcomeView;
import org.affidavit.desktop.task.Tasks;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.LogEnding;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.SessionId;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/// Wires the app: every view model and view is made here, once.
public final class Composition {
    private static final Duration FOLLOW_EVERY = Duration.ofSeconds(2);

    private final Tasks tasks;
    private final Prompts prompts;
    private final Services services;
    private final ShellViewModel shell;
    private final SessionsViewModel sessions;
    private final ReplayViewModel replay;
    private final ApprovalsViewModel approvals;
    private final IntegrityViewModel integrity;
    private final PacketsViewModel packets;
    private final SessionsView sessionsView;
    private final Commands commands;
    private @Nullable Library library;
    private boolean following;

    public Composition(Tasks tasks, Clock clock, Prompts prompts, Services services, boolean dark) {
        this.tasks = tasks;
        this.prompts = prompts;
        this.services = services;
        shell = new ShellViewModel(dark);
        sessions = new SessionsViewModel(tasks, clock, this::replay);
        replay = new ReplayViewModel(tasks);
        approvals = new ApprovalsViewModel(tasks, clock);
        integrity = new IntegrityViewModel(tasks, clock, services.check());
        packets = new PacketsViewModel(tasks, clock, services.packets());
        sessionsView = new SessionsView(sessions, this::askForLog);
        commands = AppCommands.of(shell, this::askForLog, this::search, this::verify);
        bindStatus();
        tasks.every(FOLLOW_EVERY, this::follow);
    }

    /// The window's content.
    public Parent view() {
        Map<Screen, Parent> screens = new EnumMap<>(Screen.class);
        screens.put(Screen.SESSIONS, sessionsView.load());
        screens.put(Screen.REPLAY, new ReplayView(replay, () -> shell.go(Screen.SESSIONS)).load());
        screens.put(Screen.APPROVALS, new ApprovalsView(approvals).load());
        screens.put(Screen.INTEGRITY, new IntegrityView(integrity, this::askForLog).load());
        screens.put(Screen.PACKETS, new PacketsView(packets, prompts).load());
        var open =
                new WelcomeView.Choice(
                        Material2OutlinedAL.FOLDER_OPEN, "welcome.open", this::askForLog);
        return new ShellView(shell, commands, screens, new WelcomeView(List.of(open)).load())
                .load();
    }

    private void bindStatus() {
        integrity
                .stateProperty()
                .subscribe(state ->
                        shell.integrityProperty().set(Statuses.of(state, integrity.verifiedAt())));
        approvals.linkProperty().subscribe(link -> shell.gatewayProperty().set(Statuses.of(link)));
        shell.waitingProperty().bind(approvals.waitingProperty());
    }

    private void search() {
        shell.go(Screen.SESSIONS);
        sessionsView.focusQuery();
    }

    private void verify() {
        shell.go(Screen.INTEGRITY);
        integrity.verify();
    }

    private void replay(SessionId session, int frame) {
        if (library != null) {
            replay.show(library, session, frame);
            shell.go(Screen.REPLAY);
        }
    }

    private void askForLog() {
        prompts.folder(Words.say("open.title")).ifPresent(this::openLog);
    }

    private record Opened(Library library, LogEnding ending) {}

    /// Opens the log in a folder.
    public void openLog(Path folder) {
        shell.busyProperty().set(Words.say("status.opening"));
        tasks.run(
                _ -> {
                    var opened = services.libraries().open(folder);
                    return new Opened(opened, opened.ending());
                },
                opened -> {
                    show(opened.library());
                    if (opened.ending() instanceof LogEnding.Altered) {
                        warn(Words.say("open.altered"));
                        shell.go(Screen.INTEGRITY);
                    }
                },
                problem -> {
                    shell.busyProperty().set("");
                    shell.problemProperty().set(Words.problem(problem));
                });
    }

    private void show(Library opened) {
        var before = library;
        library = opened;
        shell.logNameProperty().set(HiddenCharacters.line(opened.origin()));
        shell.logPlaceProperty().set(opened.folder().toString());
        shell.busyProperty().set(Words.say("status.indexing"));
        shell.begin();
        integrity.show(opened.folder(), opened.trusted());
        sessions.show(opened);
        packets.show(opened);
        following = false;
        follow();
        if (before != null) {
            tasks.run(
                    _ -> {
                        before.close();
                        return before;
                    },
                    _ -> {},
                    problem -> shell.problemProperty().set(Words.problem(problem)));
        }
    }

    /// Connects the approvals screen to a gateway.
    public void connect(Gateway gateway, DeviceKey key) {
        shell.begin();
        approvals.connect(gateway, key);
    }

    /// Says something on top of every screen.
    public void warn(String problem) {
        shell.problemProperty().set(problem);
    }

    /// Takes in what the open log gained; one look at a time.
    private void follow() {
        var log = library;
        if (log == null || following) {
            return;
        }
        following = true;
        tasks.run(
                _ -> log.refresh(),
                grown -> {
                    if (followed(log) && grown) {
                        sessions.refresh();
                        packets.refresh();
                    }
                },
                problem -> {
                    if (followed(log)) {
                        shell.problemProperty().set(Words.problem(problem));
                    }
                });
    }

    /// @return false if another log is open now
    private boolean followed(Library log) {
        if (!log.equals(library)) {
            return false;
        }
        following = false;
        shell.busyProperty().set("");
        return true;
    }

    public ShellViewModel shell() {
        return shell;
    }

    public SessionsViewModel sessions() {
        return sessions;
    }

    public ReplayViewModel replay() {
        return replay;
    }

    public ApprovalsViewModel approvals() {
        return approvals;
    }

    public IntegrityViewModel integrity() {
        return integrity;
    }

    public PacketsViewModel packets() {
        return packets;
    }

    public Commands commands() {
        return commands;
    }
}
