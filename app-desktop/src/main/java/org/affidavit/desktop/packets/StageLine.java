package org.affidavit.desktop.packets;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.affidavit.desktop.look.Icons;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// One stage of an export: to come, under way, or done.
final class StageLine extends HBox {
    private final Label name;
    private final ProgressBar bar = new ProgressBar(0);

    StageLine(String stage) {
        name = new Label(stage);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("stage-line");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(name, space, bar);
        show(-1);
    }

    /// @param done -1 for to come, 1 for done, between for under way
    void show(double done) {
        boolean running = done >= 0 && done < 1;
        bar.setVisible(running);
        bar.setProgress(Math.max(0, done));
        getStyleClass().removeAll("tone-good", "tone-info", "tone-neutral");
        getStyleClass().add(done >= 1 ? "tone-good" : running ? "tone-info" : "tone-neutral");
        Ikon mark =
                done >= 1
                        ? Material2OutlinedAL.CHECK_CIRCLE
                        : Material2OutlinedMZ.RADIO_BUTTON_UNCHECKED;
        name.setGraphic(Icons.of(mark));
    }
}
