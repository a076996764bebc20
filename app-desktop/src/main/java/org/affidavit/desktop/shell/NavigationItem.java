package org.affidavit.desktop.shell;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.affidavit.desktop.look.Icons;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// One screen in the navigation rail: icon, name, and its key or how many things wait there.
final class NavigationItem extends Button {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final Label hint = new Label();
    private final Label waiting = new Label();

    NavigationItem(Screen screen, Runnable go) {
        getStyleClass().addAll("flat", "navigation-item");
        setMaxWidth(Double.MAX_VALUE);
        setId("go-" + screen.name().toLowerCase(Locale.ROOT));
        setAccessibleText(screen.title());
        var name = new Label(screen.title(), Icons.of(icon(screen)));
        name.getStyleClass().add("navigation-name");
        hint.setText(screen.hint());
        hint.getStyleClass().add("navigation-hint");
        waiting.getStyleClass().add("badge");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var line = new HBox(name, space, hint, waiting);
        line.setAlignment(Pos.CENTER_LEFT);
        line.prefWidthProperty().bind(widthProperty().subtract(24));
        setGraphic(line);
        setOnAction(_ -> go.run());
        badge(0);
    }

    void choose(boolean chosen) {
        pseudoClassStateChanged(CHOSEN, chosen);
    }

    void badge(int count) {
        waiting.setText(Integer.toString(count));
        waiting.setVisible(count > 0);
        waiting.setManaged(count > 0);
        hint.setVisible(count == 0);
        hint.setManaged(count == 0);
    }

    private static Ikon icon(Screen screen) {
        return switch (screen) {
            case SESSIONS -> Material2OutlinedAL.LIST_ALT;
            case REPLAY -> Material2OutlinedMZ.PLAY_CIRCLE_OUTLINE;
            case APPROVALS -> Material2OutlinedAL.HOW_TO_REG;
            case INTEGRITY -> Material2OutlinedMZ.VERIFIED_USER;
            case PACKETS -> Material2OutlinedMZ.PICTURE_AS_PDF;
        };
    }
}
