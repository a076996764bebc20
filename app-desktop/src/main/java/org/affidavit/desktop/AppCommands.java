package org.affidavit.desktop;

import org.affidavit.desktop.shell.Commands;
import org.affidavit.desktop.shell.Screen;
import org.affidavit.desktop.shell.ShellViewModel;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// The app's verbs and their shortcuts, in one list.
final class AppCommands {
    private AppCommands() {}

    static Commands of(ShellViewModel shell, Runnable openLog, Runnable search, Runnable verify) {
        var commands = new Commands();
        commands.add("command.open", "Shortcut+O", Material2OutlinedAL.FOLDER_OPEN, openLog);
        commands.add("command.search", "Shortcut+F", Material2OutlinedMZ.SEARCH, search);
        commands.add("command.verify", "Shortcut+I", Material2OutlinedMZ.VERIFIED_USER, verify);
        commands.add("command.back", "Alt+Left", Material2OutlinedAL.ARROW_BACK, shell::back);
        commands.add(
                "command.theme",
                "Shortcut+Shift+L",
                Material2OutlinedAL.BRIGHTNESS_6,
                shell::toggleTheme);
        go(commands, shell, Screen.SESSIONS, "command.sessions", Material2OutlinedAL.LIST_ALT);
        go(
                commands,
                shell,
                Screen.REPLAY,
                "command.replay",
                Material2OutlinedMZ.PLAY_CIRCLE_OUTLINE);
        go(commands, shell, Screen.APPROVALS, "command.approvals", Material2OutlinedAL.HOW_TO_REG);
        go(
                commands,
                shell,
                Screen.INTEGRITY,
                "command.integrity",
                Material2OutlinedMZ.VERIFIED_USER);
        go(commands, shell, Screen.PACKETS, "command.packets", Material2OutlinedMZ.PICTURE_AS_PDF);
        return commands;
    }

    private static void go(
            Commands commands, ShellViewModel shell, Screen to, String key, Ikon ikon) {
        commands.add(key, to.shortcut(), ikon, () -> shell.go(to));
    }
}
