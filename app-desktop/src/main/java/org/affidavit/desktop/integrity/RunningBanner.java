package org.affidavit.desktop.integrity;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.words.Words;

/// How far verification got, and the button that stops it.
final class RunningBanner extends HBox {
    RunningBanner(IntegrityState.Running running, Runnable stop) {
        getStyleClass().addAll("verdict-banner", "tone-info");
        setAlignment(Pos.CENTER_LEFT);
        var bar = new ProgressBar(running.done());
        bar.setMaxWidth(Double.MAX_VALUE);
        var title = new Label(Words.say("integrity.running"));
        title.getStyleClass().add("verdict-sentence");
        var progress = new Label(running.progress());
        progress.getStyleClass().add("verdict-remark");
        var words = new VBox(title, bar, progress);
        words.getStyleClass().add("verdict-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        var cancel = new Button(Words.say("integrity.cancel"));
        cancel.setOnAction(_ -> stop.run());
        getChildren().addAll(words, cancel);
    }
}
