package org.affidavit.endtoend.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affidavit.endtoend.GatewayFolder;

/// Opens the desktop app on the demo's log and running gateway, where there is a display.
final class DesktopWindow {
    private static final String MAIN = "org.affidavit.desktop.Launcher";

    private DesktopWindow() {}

    /// With a display, or when `-Ddesktop` is set; returns when the window is closed.
    static void openIfAsked(GatewayFolder gateway, Story story)
            throws IOException, InterruptedException {
        if (System.getenv("DISPLAY") == null && System.getProperty("desktop") == null) {
            return;
        }
        story.chapter("The desktop app is open on this log; close its window to go on");
        Path token = gateway.folder().resolve("dana.token");
        Files.writeString(token, gateway.token("dana"));
        var line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MAIN,
                        "--log",
                        gateway.log().toString(),
                        "--gateway",
                        "https://localhost:" + gateway.controlPort(),
                        "--ca",
                        gateway.ca().toString(),
                        "--token-file",
                        token.toString(),
                        "--device-key",
                        gateway.folder().resolve("devices/dana.jwk").toString());
        int exit = new ProcessBuilder(line).inheritIO().start().waitFor();
        Files.delete(token);
        story.step("the desktop app ended in order", exit == 0, "exit code " + exit);
    }
}
