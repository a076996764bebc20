package org.affidavit.desktop.look;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import com.dlsc.gemsfx.util.ControlsFXAtlantaFX;
import com.dlsc.gemsfx.util.GemsFXAtlantaFX;
import java.util.List;
import java.util.Objects;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/// Light or dark.
public enum Theme {
    LIGHT(new PrimerLight().getUserAgentStylesheet(), "light.css"),
    DARK(new PrimerDark().getUserAgentStylesheet(), "dark.css");

    /// Faces that come with their own jars: Inter for words, JetBrains Mono for evidence.
    private static final List<String> FONTS =
            List.of(
                    "inter/Inter-Regular.otf",
                    "inter/Inter-SemiBold.otf",
                    "inter/Inter-Bold.otf",
                    "jetbrains_mono/JetBrainsMono-Regular.ttf",
                    "jetbrains_mono/JetBrainsMono-Bold.ttf");

    private final String base;
    private final String tokens;

    Theme(String base, String tokens) {
        this.base = base;
        this.tokens = tokens;
    }

    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /// Dresses a scene, or dresses it again in another theme.
    public void applyTo(Scene scene) {
        FONTS.forEach(name -> Font.loadFont(resource("/com/formdev/flatlaf/fonts/" + name), 13));
        scene.setUserAgentStylesheet(base);
        var sheets = scene.getStylesheets();
        sheets.clear();
        ControlsFXAtlantaFX.applyTo(scene);
        GemsFXAtlantaFX.applyTo(scene);
        sheets.addAll(resource("look.css"), resource("screens.css"), resource(tokens));
    }

    private static String resource(String name) {
        return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
    }
}
