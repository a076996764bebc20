package org.affidavit.sessionlog.vault;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec.Units;
import org.affidavit.sessionlog.event.WireFrame.Direction;

/// The rows of PostgreSQL results in one payload, as units.
public final class ResultRows {
    private final SortedSet<Integer> descriptions = new TreeSet<>();
    private final List<List<Integer>> rows = new ArrayList<>();

    private ResultRows() {}

    /// The rows of a payload that was opened.
    public static ResultRows of(OpenedPayload opened) {
        var found = new ResultRows();
        Units units = opened.units();
        try {
            boolean inRow = false;
            for (UnitPlace place : UnitPlace.of(units.unit(0))) {
                if (place.piece() == 0) {
                    int type = place.direction() == Direction.TO_AGENT ? type(units, place) : -1;
                    inRow = type == 'D';
                    if (inRow) {
                        found.rows.add(new ArrayList<>());
                    } else if (type == 'T') {
                        found.descriptions.add(place.unit());
                    }
                }
                if (inRow) {
                    found.rows.getLast().add(place.unit());
                }
            }
        } catch (Malformed e) {
            throw new IllegalStateException("A payload that was opened has a shape", e);
        }
        return found;
    }

    private static int type(Units units, UnitPlace place) {
        ByteBuffer unit = units.unit(place.unit());
        return unit.hasRemaining() ? unit.get() : -1;
    }

    /// The units of some rows and columns, with those that name the columns.
    ///
    /// @param chosen numbers of rows, from 1; all if there are none
    /// @param columns numbers of columns, from 1; all if there are none
    /// @throws IllegalArgumentException if there is no such row or column; says so in a sentence
    public SortedSet<Integer> select(SortedSet<Integer> chosen, SortedSet<Integer> columns) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("The record has no rows of a PostgreSQL result.");
        }
        if (!chosen.isEmpty() && (chosen.first() < 1 || chosen.last() > rows.size())) {
            throw new IllegalArgumentException("The record has rows 1 to " + rows.size() + ".");
        }
        var units = new TreeSet<Integer>(descriptions);
        for (int row = 1; row <= rows.size(); row++) {
            if (chosen.isEmpty() || chosen.contains(row)) {
                units.addAll(cells(row, columns));
            }
        }
        return units;
    }

    private List<Integer> cells(int row, SortedSet<Integer> columns) {
        List<Integer> units = rows.get(row - 1);
        if (columns.isEmpty()) {
            return units;
        }
        int cells = units.size() - 1;
        if (columns.first() < 1 || columns.last() > cells) {
            throw new IllegalArgumentException(
                    cells == 0
                            ? "Row " + row + " was recorded whole, so no column of it stands alone."
                            : "Row " + row + " has columns 1 to " + cells + ".");
        }
        var some = new ArrayList<Integer>(List.of(units.getFirst()));
        columns.forEach(column -> some.add(units.get(column)));
        return some;
    }
}
