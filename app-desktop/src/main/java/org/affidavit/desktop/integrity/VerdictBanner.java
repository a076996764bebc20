package org.affidavit.desktop.integrity;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Chip;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.words.Standing;

/// The one sentence on top, and the lines of the separate checks under it.
final class VerdictBanner {
    private VerdictBanner() {}

    static Node of(Standing standing, String sentence, String remark) {
        var icon = new StackPane(Icons.of(Icons.of(standing)));
        icon.getStyleClass().add("verdict-icon");
        var text = new Label(sentence);
        text.getStyleClass().add("verdict-sentence");
        text.setWrapText(true);
        var more = new Label(remark);
        more.getStyleClass().add("verdict-remark");
        more.setWrapText(true);
        more.setMinHeight(Region.USE_PREF_SIZE);
        var words = new VBox(text, more);
        words.getStyleClass().add("verdict-words");
        HBox.setHgrow(words, Priority.ALWAYS);
        var banner = new HBox(icon, words);
        banner.setAlignment(Pos.CENTER_LEFT);
        banner.getStyleClass().addAll("verdict-banner", Chip.tone(standing.tone()));
        return banner;
    }

    static Node check(Finding.Check check) {
        var title = new Label(check.title());
        title.getStyleClass().add("check-title");
        var detail = new Label(check.detail());
        detail.getStyleClass().add("check-detail");
        detail.setWrapText(true);
        var words = new VBox(title, detail);
        HBox.setHgrow(words, Priority.ALWAYS);
        var chip = new StackPane(Chip.of(check.standing()));
        chip.setAlignment(Pos.CENTER_LEFT);
        chip.getStyleClass().add("check-chip");
        var line = new HBox(chip, words);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("check");
        return line;
    }
}
