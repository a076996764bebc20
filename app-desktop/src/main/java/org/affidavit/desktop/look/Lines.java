package org.affidavit.desktop.look;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// Small pieces of text that every screen sets the same way.
public final class Lines {
    private Lines() {}

    /// A remark.
    public static Label quiet(String text) {
        var label = new Label(text);
        label.getStyleClass().add("quiet");
        label.setWrapText(true);
        return label;
    }

    /// A name and its value, in the evidence typeface, side by side.
    public static Node pair(String name, String value) {
        var left = new Label(name);
        left.getStyleClass().add("pair-name");
        var right = new Label(value);
        right.getStyleClass().addAll("mono", "pair-value");
        right.setWrapText(true);
        HBox.setHgrow(right, Priority.ALWAYS);
        var line = new HBox(left, right);
        line.getStyleClass().add("pair");
        line.setAlignment(Pos.BASELINE_LEFT);
        return line;
    }
}
