package org.affidavit.desktop.look;

import java.util.Locale;
import javafx.scene.control.Label;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Standing.Tone;

/// A small label that says how something stands: icon, word and colour, never colour alone.
public final class Chip extends Label {
    /// An empty chip; hidden until it shows something.
    public Chip() {
        getStyleClass().add("chip");
        setVisible(false);
        setManaged(false);
        setMinWidth(USE_PREF_SIZE);
    }

    public static Chip of(Standing standing) {
        var chip = new Chip();
        chip.show(standing);
        return chip;
    }

    public static Chip of(Standing standing, String text) {
        var chip = of(standing);
        chip.setText(text);
        return chip;
    }

    /// Says the standing's own word.
    public void show(Standing standing) {
        show(standing, standing.word());
    }

    /// Says other words in the standing's look.
    public void show(Standing standing, String text) {
        setText(text);
        setGraphic(Icons.of(Icons.of(standing)));
        getStyleClass().removeIf(name -> name.startsWith("tone-"));
        getStyleClass().add(tone(standing.tone()));
        setVisible(true);
        setManaged(true);
    }

    /// Shows nothing and takes no room.
    public void clear() {
        setText(null);
        setGraphic(null);
        setVisible(false);
        setManaged(false);
    }

    /// The style class of a tone.
    public static String tone(Tone tone) {
        return "tone-" + tone.name().toLowerCase(Locale.ROOT);
    }
}
