package org.affidavit.desktop;

import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Parent;
import org.affidavit.desktop.library.Libraries;
import org.affidavit.desktop.library.Library;
import org.affidavit.desktop.look.Prompts;
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
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.event.SessionId;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// Wires the app: every view model and view is made here, once.
public final class Composition {
    private final Tasks tasks;
    private final Prompts prompts;
    private final Libraries libraries;
    private final Commands commands = new Commands();
    private final ShellViewModel shell;
    private final SessionsViewModel sessions;
    private final ReplayViewModel replay;
    private final SessionsView sessionsView;
    private @Nullable Library library;

    public Composition(
            Tasks tasks, Clock clock, Prompts prompts, Libraries libraries, boolean dark) {
        this.tasks = tasks;
        this.prompts = prompts;
        this.libraries = libraries;
        shell = new ShellViewModel(dark);
        sessions = new SessionsViewModel(tasks, clock, this::replay);
        replay = new ReplayViewModel(tasks);
        sessionsView = new SessionsView(sessions, this::askForLog);
        addCommands();
    }

    /// The window's content.
    public Parent view() {
        Map<Screen, Parent> screens = new EnumMap<>(Screen.class);
        screens.put(Screen.SESSIONS, sessionsView.load());
        screens.put(Screen.REPLAY, new ReplayView(replay, () -> shell.go(Screen.SESSIONS)).load());
        var welcome =
                new WelcomeView(
                        List.of(
                                new WelcomeView.Choice(
                                        Material2OutlinedAL.FOLDER_OPEN,
                                        "welcome.open",
                                        this::askForLog)));
        return new ShellView(shell, commands, screens, welcome.load()).load();
    }

    private void addCommands() {
        commands.add(
                "command.open", "Shortcut+O", Material2OutlinedAL.FOLDER_OPEN, this::askForLog);
        commands.add("command.search", "Shortcut+F", Material2OutlinedMZ.SEARCH, this::search);
        commands.add("command.back", "Alt+Left", Material2OutlinedAL.ARROW_BACK, shell::back);
        commands.add(
                "command.theme",
                "Shortcut+Shift+L",
                Material2OutlinedAL.BRIGHTNESS_6,
                shell::toggleTheme);
        commands.add(
                "command.sessions",
                "Shortcut+1",
                Material2OutlinedAL.LIST_ALT,
                () -> shell.go(Screen.SESSIONS));
        commands.add(
                "command.replay",
                "Shortcut+2",
                Material2OutlinedMZ.PLAY_CIRCLE_OUTLINE,
                () -> shell.go(Screen.REPLAY));
    }

    private void search() {
        shell.go(Screen.SESSIONS);
        sessionsView.focusQuery();
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

    /// Opens the log in a folder.
    public void openLog(Path folder) {
        shell.busyProperty().set(Words.say("status.opening"));
        tasks.run(
                _ -> libraries.open(folder),
                opened -> {
                    shell.busyProperty().set("");
                    show(opened);
                },
                problem -> {
                    shell.busyProperty().set("");
                    shell.problemProperty().set(Words.problem(problem));
                });
    }

    private void show(Library opened) {
        library = opened;
        shell.logNameProperty().set(opened.origin());
        shell.logPlaceProperty().set(opened.folder().toString());
        shell.begin();
        shell.go(Screen.SESSIONS);
        sessions.show(opened);
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

    public Commands commands() {
        return commands;
    }
}
