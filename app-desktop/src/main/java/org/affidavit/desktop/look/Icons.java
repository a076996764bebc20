package org.affidavit.desktop.look;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// Which picture goes with which meaning.
public final class Icons {
    private Icons() {}

    public static FontIcon of(Ikon ikon) {
        return new FontIcon(ikon);
    }

    /// A button that shows only an icon; its words are there for tooltip and screen reader.
    public static Button button(Ikon ikon, String key) {
        var button = new Button(null, of(ikon));
        name(button, key);
        button.getStyleClass().addAll("flat", "icon-button");
        return button;
    }

    /// Gives an icon button its words.
    public static void name(Button button, String key) {
        button.setAccessibleText(Words.say(key));
        button.setTooltip(new Tooltip(Words.say(key)));
    }

    public static Ikon of(Standing standing) {
        return switch (standing) {
            case OPENED -> Material2OutlinedAL.LOG_IN;
            case CLOSED -> Material2OutlinedAL.LOG_OUT;
            case RUNNING -> Material2OutlinedMZ.SYNC;
            case ABORTED -> Material2OutlinedAL.LINK_OFF;
            case ALLOWED, COMPLETED -> Material2OutlinedAL.CHECK;
            case APPROVED -> Material2OutlinedAL.HOW_TO_REG;
            case DENIED -> Material2OutlinedAL.BLOCK;
            case HELD -> Material2OutlinedMZ.PAUSE_CIRCLE_OUTLINE;
            case WAITING -> Material2OutlinedAL.HOURGLASS_EMPTY;
            case LAPSED -> Material2OutlinedMZ.TIMER_OFF;
            case FAILED -> Material2OutlinedAL.ERROR_OUTLINE;
            case WITHHELD -> Material2OutlinedMZ.VISIBILITY_OFF;
            case UNKNOWN, UNCHECKED -> Material2OutlinedAL.HELP_OUTLINE;
            case MASKED -> Material2OutlinedMZ.VISIBILITY_OFF;
            case NOTED -> Material2OutlinedAL.INFO;
            case HOLDS -> Material2OutlinedAL.CHECK_CIRCLE;
            case BROKEN, UNREADABLE -> Material2OutlinedMZ.REPORT_PROBLEM;
            case LIVE -> Material2OutlinedAL.FLASH_ON;
            case OFFLINE -> Material2OutlinedAL.CLOUD_OFF;
            case RECONNECTING -> Material2OutlinedMZ.SYNC_PROBLEM;
        };
    }
}
