package org.affidavit.desktop;

import javafx.application.Application;

/// Starts the app from the class path: JavaFX refuses a main class that is itself an application.
public final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) {
        Application.launch(DesktopApp.class, arguments);
    }
}
