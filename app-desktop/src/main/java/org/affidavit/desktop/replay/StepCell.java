package org.affidavit.desktop.replay;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Chip;
import org.jspecify.annotations.Nullable;

/// One step: its number and how it went over its one-line title.
final class StepCell extends ListCell<StepRow> {
    private final Label number = new Label();
    private final Label offset = new Label();
    private final Label took = new Label();
    private final Label title = new Label();
    private final Chip standing = new Chip();
    private final VBox box;

    StepCell() {
        number.getStyleClass().addAll("mono", "step-number");
        offset.getStyleClass().addAll("mono", "quiet", "step-offset");
        took.getStyleClass().addAll("quiet", "step-took");
        title.getStyleClass().addAll("step-title", "mono");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var line = new HBox(number, standing, space, took, offset);
        line.getStyleClass().add("step-line");
        line.setAlignment(Pos.CENTER_LEFT);
        box = new VBox(line, title);
        box.getStyleClass().add("step");
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable StepRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        number.setText(row.number() == 0 ? "" : "#" + row.number());
        number.setManaged(row.number() != 0);
        standing.show(row.standing());
        offset.setText(row.offset());
        took.setText(row.took());
        title.setText(row.title());
        setGraphic(box);
    }
}
