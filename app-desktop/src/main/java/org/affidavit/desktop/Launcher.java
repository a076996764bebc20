package org.affidavit.desktop;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javafx.application.Application;
import org.affidavit.desktop.words.Words;

/// Starts the app from the class path: JavaFX refuses a main class that is itself an application.
/// What keeps it from starting is said in a sentence, before there is a window to say it in.
public final class Launcher {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private Launcher() {}

    public static void main(String[] arguments) {
        int code =
                run(
                        List.of(arguments),
                        writer(FileDescriptor.out),
                        writer(FileDescriptor.err),
                        () -> Application.launch(DesktopApp.class, arguments));
        if (code != OK) {
            System.exit(code);
        }
    }

    /// @param app returns when its window is closed
    /// @return what the process ends with
    static int run(List<String> arguments, PrintWriter out, PrintWriter err, Runnable app) {
        if (arguments.contains("--help")) {
            out.println(Words.say("start.help"));
            return OK;
        }
        try {
            var _ = StartArguments.parse(arguments);
        } catch (IllegalArgumentException refused) {
            err.println("affidavit-desktop: " + Words.problem(refused));
            err.println(Words.say("start.hint"));
            return USAGE;
        }
        try {
            app.run();
            return OK;
        } catch (UnsupportedOperationException noDisplay) {
            err.println("affidavit-desktop: " + Words.say("start.display"));
            return FAILED;
        }
    }

    private static PrintWriter writer(FileDescriptor target) {
        return new PrintWriter(new FileOutputStream(target), true, StandardCharsets.UTF_8);
    }
}
