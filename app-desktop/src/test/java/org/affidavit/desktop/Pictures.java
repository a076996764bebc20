package org.affidavit.desktop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javax.imageio.ImageIO;

/// Writes what a scene shows as PNG.
final class Pictures {
    private Pictures() {}

    static void write(Scene scene, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var image = scene.snapshot(null);
        try (var out = Files.newOutputStream(file)) {
            ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", out);
        }
    }
}
