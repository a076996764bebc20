package org.affidavit.desktop.approvals;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Chip;
import org.affidavit.desktop.words.Words;
import org.jspecify.annotations.Nullable;

/// One request: how it stands and how long it has, over what it asks.
final class RequestCell extends ListCell<RequestRow> {
    private final Chip standing = new Chip();
    private final Label left = new Label();
    private final Label statement = new Label();
    private final Label who = new Label();
    private final VBox box;

    RequestCell() {
        left.getStyleClass().addAll("mono", "request-left");
        statement.getStyleClass().addAll("mono", "request-statement");
        who.getStyleClass().add("quiet");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var line = new HBox(standing, space, left);
        line.setAlignment(Pos.CENTER_LEFT);
        box = new VBox(line, statement, who);
        box.getStyleClass().add("request");
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable RequestRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        standing.show(row.standing());
        left.setText(row.left());
        left.getStyleClass().removeAll("problem-text");
        if (row.urgent()) {
            left.getStyleClass().add("problem-text");
        }
        statement.setText(row.statement());
        who.setText(Words.say("approvals.who", row.agent(), row.resource()));
        setGraphic(box);
    }
}
