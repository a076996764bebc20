package org.affidavit.desktop.shell;

import java.util.Locale;
import org.affidavit.desktop.words.Words;

/// The five screens, each with the digit of its key.
public enum Screen {
    SESSIONS(1),
    REPLAY(2),
    APPROVALS(3),
    INTEGRITY(4),
    PACKETS(5);

    private final int digit;

    Screen(int digit) {
        this.digit = digit;
    }

    public String title() {
        return Words.say("screen." + name().toLowerCase(Locale.ROOT));
    }

    /// The shortcut, in JavaFX notation.
    public String shortcut() {
        return "Shortcut+" + digit;
    }

    String hint() {
        return "Ctrl+" + digit;
    }
}
