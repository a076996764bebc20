package org.affidavit.desktop.sessions;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.affidavit.desktop.look.Chip;
import org.affidavit.desktop.words.HiddenCharacters;
import org.jspecify.annotations.Nullable;

/// One moment: where it is, and its text with what matched set apart.
final class MomentCell extends ListCell<MomentRow> {
    MomentCell(Consumer<MomentRow> open) {
        setPrefWidth(0);
        setOnMouseClicked(click -> {
            var row = getItem();
            if (click.getClickCount() == 2 && row != null) {
                open.accept(row);
            }
        });
    }

    @Override
    protected void updateItem(@Nullable MomentRow row, boolean empty) {
        super.updateItem(row, empty);
        setText(null);
        setGraphic(empty || row == null ? null : line(row));
    }

    private static HBox line(MomentRow row) {
        var line = new HBox();
        line.getStyleClass().add("moment");
        line.setAlignment(Pos.CENTER_LEFT);
        var where = new Label(row.where());
        where.getStyleClass().addAll("moment-where", "mono");
        line.getChildren().add(where);
        if (row.standing() != null) {
            var place = new StackPane(Chip.of(row.standing()));
            place.getStyleClass().add("moment-standing");
            place.setAlignment(Pos.CENTER_LEFT);
            line.getChildren().add(place);
        }
        var text = new HBox();
        text.getStyleClass().addAll("moment-text", "mono");
        text.setAlignment(Pos.CENTER_LEFT);
        for (var piece : row.pieces()) {
            var label = new Label(HiddenCharacters.line(piece.text()));
            label.getStyleClass().add(piece.matched() ? "hit" : "no-hit");
            label.setMinWidth(piece.matched() ? USE_PREF_SIZE : 0);
            text.getChildren().add(label);
        }
        line.getChildren().add(text);
        return line;
    }
}
