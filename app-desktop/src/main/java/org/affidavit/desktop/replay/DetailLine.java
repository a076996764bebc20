package org.affidavit.desktop.replay;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// One line on the right: a quiet name over its value.
final class DetailLine {
    private DetailLine() {}

    static Node of(Detail detail) {
        var name = new Label(detail.label());
        name.getStyleClass().add("detail-name");
        var value = new Label(detail.value());
        value.getStyleClass().add("detail-value");
        value.setWrapText(true);
        if (detail.evidence()) {
            value.getStyleClass().add("mono");
        }
        var line = new VBox(name, value);
        line.getStyleClass().add("detail");
        return line;
    }
}
