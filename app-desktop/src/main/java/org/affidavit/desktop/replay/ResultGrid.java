package org.affidavit.desktop.replay;

import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.affidavit.desktop.look.Icons;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.controlsfx.control.tableview2.TableColumn2;
import org.controlsfx.control.tableview2.TableView2;
import org.jspecify.annotations.Nullable;

/// Rows exactly as delivered. NULL, empty, masked and binary never look alike.
final class ResultGrid extends TableView2<List<Lens.Cell>> {
    private List<Lens.Column> shown = List.of();

    ResultGrid() {
        getStyleClass().addAll("data-table", "result-grid");
        setFixedCellSize(28);
        setRowHeaderVisible(true);
        setRowHeaderWidth(44);
        setAccessibleText(Words.say("replay.rows"));
        getSelectionModel().setCellSelectionEnabled(true);
    }

    /// Columns are kept while the result only grows, so that stepping does not flicker.
    void show(Lens.Grid grid) {
        if (!grid.columns().equals(shown)) {
            shown = grid.columns();
            getColumns().clear();
            for (int i = 0; i < shown.size(); i++) {
                getColumns().add(column(shown.get(i), i, grid.rows()));
            }
        }
        setItems(FXCollections.observableList(grid.rows()));
    }

    static String look(Lens.Look look) {
        return "cell-" + look.name().toLowerCase(Locale.ROOT);
    }

    private static TableColumn<List<Lens.Cell>, Lens.Cell> column(
            Lens.Column column, int index, List<List<Lens.Cell>> rows) {
        var shown = new TableColumn2<List<Lens.Cell>, Lens.Cell>();
        shown.setGraphic(header(column));
        if (column.number()) {
            shown.getStyleClass().add("number");
        }
        shown.setSortable(false);
        shown.setPrefWidth(width(column, index, rows));
        shown.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue().get(index)));
        shown.setCellFactory(_ -> new GridCell(column.number()));
        return shown;
    }

    /// Wide enough for what the first rows hold, within reason.
    private static double width(Lens.Column column, int index, List<List<Lens.Cell>> rows) {
        int longest =
                rows.stream()
                        .limit(50)
                        .mapToInt(row -> row.get(index).text().length())
                        .max()
                        .orElse(0);
        int head = column.name().length() + column.type().length();
        int characters = Math.max(longest + 2, head + (column.maskedBy().isEmpty() ? 4 : 8));
        return Math.clamp(characters * 7.3 + 22, 72, 320);
    }

    private static VBox header(Lens.Column column) {
        var name = new Label(column.name());
        name.getStyleClass().add("column-name");
        var type = new Label(column.type());
        type.getStyleClass().add("column-type");
        var line = new HBox(name, type);
        line.getStyleClass().add("column-line");
        line.setAlignment(Pos.BASELINE_LEFT);
        if (!column.maskedBy().isEmpty()) {
            var masked = Icons.of(Icons.of(Standing.MASKED));
            name.setGraphic(masked);
            name.getStyleClass().add("tone-mask");
            Tooltip.install(line, new Tooltip(Words.say("replay.cell.masked", column.maskedBy())));
        }
        return new VBox(line);
    }

    private static final class GridCell extends TableCell<List<Lens.Cell>, Lens.Cell> {
        GridCell(boolean number) {
            getStyleClass().add("mono");
            if (number) {
                getStyleClass().add("number");
            }
        }

        @Override
        protected void updateItem(Lens.@Nullable Cell cell, boolean empty) {
            super.updateItem(cell, empty);
            getStyleClass().removeIf(name -> name.startsWith("cell-"));
            if (empty || cell == null) {
                setText(null);
                setTooltip(null);
                return;
            }
            setText(cell.text().replaceAll("\\s+", " "));
            getStyleClass().add(look(cell.look()));
            setAccessibleText(cell.hint().isEmpty() ? cell.text() : cell.hint());
            setTooltip(cell.hint().isEmpty() ? null : new Tooltip(cell.hint()));
        }
    }
}
