package org.affidavit.desktop.replay;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Chip;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.look.SourceView;
import org.affidavit.desktop.words.Words;
import org.jspecify.annotations.Nullable;

/// The SQL lens: statement, bound values, what happened, and the rows as delivered.
public final class LensPane extends VBox {
    private final Label title = new Label();
    private final Chip standing = new Chip();
    private final Label completion = new Label();
    private final SourceView statement = new SourceView();
    private final FlowPane parameters = new FlowPane();
    private final VBox notes = new VBox();
    private final StackPane rows = new StackPane();
    private final ResultGrid grid = new ResultGrid();
    private @Nullable String shown;

    public LensPane() {
        getStyleClass().addAll("panel", "lens-panel");
        title.getStyleClass().add("panel-title");
        completion.getStyleClass().addAll("quiet", "mono");
        parameters.getStyleClass().add("parameters");
        notes.getStyleClass().add("notes");
        statement.setAccessibleText(Words.say("replay.statement"));
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var header = new HBox(title, standing, space, completion);
        header.getStyleClass().add("panel-header");
        VBox.setVgrow(rows, Priority.ALWAYS);
        getChildren().addAll(header, statement, parameters, notes, rows);
    }

    void show(@Nullable Lens lens) {
        if (lens == null) {
            return;
        }
        title.setText(
                lens.number() == 0 ? lens.title() : Words.say("replay.command", lens.number()));
        standing.show(lens.standing());
        completion.setText(lens.completion());
        lens.statement().filter(text -> !text.equals(shown)).ifPresent(this::showStatement);
        showIf(statement, lens.statement().isPresent());
        parameters.getChildren().clear();
        for (int i = 0; i < lens.parameters().size(); i++) {
            parameters.getChildren().add(parameter(i + 1, lens.parameters().get(i)));
        }
        showIf(parameters, !lens.parameters().isEmpty());
        notes.getChildren().setAll(lens.notes().stream().map(LensPane::note).toList());
        rows.getChildren().clear();
        lens.grid()
                .ifPresent(result -> {
                    grid.show(result);
                    rows.getChildren().add(grid);
                });
    }

    private void showStatement(String text) {
        shown = text;
        statement.show(text);
        statement.fitLines(text, 1);
    }

    private static Node parameter(int number, Lens.Cell cell) {
        var name = new Label("$" + number);
        name.getStyleClass().addAll("mono", "parameter-name");
        var value = new Label(cell.text());
        value.getStyleClass().addAll("mono", ResultGrid.look(cell.look()));
        if (!cell.hint().isEmpty()) {
            value.setTooltip(new Tooltip(cell.hint()));
        }
        var pair = new HBox(name, value);
        pair.getStyleClass().add("parameter");
        pair.setAlignment(Pos.CENTER_LEFT);
        return pair;
    }

    private static Node note(Lens.Note note) {
        var text = new Label(note.text(), Icons.of(Icons.of(note.standing())));
        text.getStyleClass().add("note-text");
        text.setWrapText(true);
        var box = new VBox(text);
        box.getStyleClass().addAll("note", Chip.tone(note.standing().tone()));
        if (note.current()) {
            box.getStyleClass().add("note-current");
        }
        if (!note.detail().isEmpty()) {
            var detail = new Label(note.detail());
            detail.getStyleClass().add("note-detail");
            detail.setWrapText(true);
            box.getChildren().add(detail);
        }
        return box;
    }

    private static void showIf(Node node, boolean wanted) {
        node.setVisible(wanted);
        node.setManaged(wanted);
    }
}
