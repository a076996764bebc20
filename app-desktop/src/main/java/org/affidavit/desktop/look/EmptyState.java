package org.affidavit.desktop.look;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/// What a pane says when it has nothing to show: what belongs here, why it is empty, and one button
/// that mends it.
public final class EmptyState extends VBox {
    /// @param action what the button does; null for no button
    public EmptyState(
            Ikon ikon, String what, String why, String button, @Nullable Runnable action) {
        getStyleClass().add("empty-state");
        setAlignment(Pos.CENTER);
        var disc = new StackPane(Icons.of(ikon));
        disc.getStyleClass().add("empty-disc");
        var title = new Label(what);
        title.getStyleClass().add("empty-title");
        var reason = new Label(why);
        reason.getStyleClass().add("empty-why");
        reason.setWrapText(true);
        getChildren().addAll(disc, title, reason);
        if (action != null) {
            var mend = new Button(button);
            mend.getStyleClass().add("accent");
            mend.setOnAction(_ -> action.run());
            getChildren().add(mend);
        }
    }
}
