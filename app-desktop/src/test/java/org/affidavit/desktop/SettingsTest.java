package org.affidavit.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir Path folder;

    @Test
    void remembersWindowAndTheme() {
        var file = folder.resolve("new/desktop.properties");
        var settings = new Settings(file);
        settings.set("dark", true);
        settings.set("window.width", 1200.0);
        settings.save();

        assertThat(new Settings(file).dark()).isTrue();
        assertThat(new Settings(file).number("window.width", 1)).isEqualTo(1200);
    }

    @Test
    void startsWithDefaultsWhenTheFileIsDamaged() throws Exception {
        var file = Files.writeString(folder.resolve("desktop.properties"), "window.width=\\u00zz");

        assertThat(new Settings(file).number("window.width", 1440)).isEqualTo(1440);
    }

    @Test
    void leavesNoHalfWrittenFileBehind() throws Exception {
        new Settings(folder.resolve("desktop.properties")).save();

        try (var files = Files.list(folder)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("desktop.properties");
        }
    }

    @Test
    void livesWhereTheSystemKeepsSettings() {
        assertThat(Settings.folder(Map.of("XDG_CONFIG_HOME", "/x"), Path.of("/home/a")))
                .isEqualTo(Path.of("/x/affidavit"));
        assertThat(Settings.folder(Map.of(), Path.of("/home/a")))
                .isEqualTo(Path.of("/home/a/.config/affidavit"));
    }
}
