package org.affidavit.sessionlog.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.affidavit.sessionlog.transcript.Frame.Column;

/// Marks in the results of a command what its closing record says was masked.
///
/// The record counts masked values by column. Where it counts every value of a column, each is
/// marked; where it counts only some, which ones is not on record, so only the column is marked.
final class MaskMarks {
    private final Map<String, MaskedColumn> masked = new HashMap<>();
    private final Map<String, Long> values = new HashMap<>();

    private MaskMarks(List<Frame> frames, List<MaskedColumn> columns) {
        columns.forEach(column -> masked.merge(column.column(), column, MaskMarks::both));
        for (Frame frame : frames) {
            if (frame instanceof Frame.Grid grid) {
                count(grid);
            }
        }
    }

    static List<Frame> apply(List<Frame> frames, List<MaskedColumn> columns) {
        if (columns.isEmpty()) {
            return frames;
        }
        var marks = new MaskMarks(frames, columns);
        return frames.stream()
                .map(frame -> frame instanceof Frame.Grid grid ? marks.mark(grid) : frame)
                .toList();
    }

    /// Columns of one name, in one result or in several, are counted together.
    private static MaskedColumn both(MaskedColumn one, MaskedColumn other) {
        return new MaskedColumn(
                one.column(),
                both(one.rule(), other.rule()),
                one.cells() + other.cells(),
                both(one.origin(), other.origin()));
    }

    private static String both(String one, String other) {
        return one.equals(other) || other.isEmpty() ? one : one + ", " + other;
    }

    private void count(Frame.Grid grid) {
        for (List<Cell> row : grid.rows()) {
            for (int i = 0; i < Math.min(row.size(), grid.columns().size()); i++) {
                if (!(row.get(i) instanceof Cell.Null)) {
                    values.merge(grid.columns().get(i).name(), 1L, Long::sum);
                }
            }
        }
    }

    private Frame mark(Frame.Grid grid) {
        var columns = new ArrayList<Column>();
        for (Column column : grid.columns()) {
            MaskedColumn mark = masked.get(column.name());
            columns.add(
                    mark == null
                            ? column
                            : new Column(column.name(), column.type(), mark.rule(), mark.origin()));
        }
        var rows = new ArrayList<List<Cell>>();
        for (List<Cell> row : grid.rows()) {
            var cells = new ArrayList<Cell>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(i < columns.size() ? mark(row.get(i), columns.get(i)) : row.get(i));
            }
            rows.add(cells);
        }
        return new Frame.Grid(grid.record(), grid.at(), columns, grid.firstRow(), rows);
    }

    private Cell mark(Cell cell, Column column) {
        MaskedColumn mark = masked.get(column.name());
        if (mark == null || mark.cells() < values.getOrDefault(column.name(), 0L)) {
            return cell;
        }
        return cell instanceof Cell.Value(String text) ? new Cell.Masked(text, mark.rule()) : cell;
    }
}
