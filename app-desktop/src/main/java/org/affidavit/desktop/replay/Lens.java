package org.affidavit.desktop.replay;

import java.util.List;
import java.util.Optional;
import org.affidavit.desktop.words.Standing;

/// What the middle of the screen shows: one step as it stood at one frame.
///
/// @param number the command's number; 0 for opening and end
/// @param title what the step is, when it has no statement
/// @param standing how the step stood at that frame
/// @param statement the exact text the agent sent
/// @param parameters bound values; NULL and empty look different
/// @param notes what happened to it so far: verdicts, decisions, messages
/// @param grid rows delivered so far
/// @param completion the target's completion tag and counts, once it ended
public record Lens(
        int number,
        String title,
        Standing standing,
        Optional<String> statement,
        List<Cell> parameters,
        List<Note> notes,
        Optional<Grid> grid,
        String completion) {
    public Lens {
        parameters = List.copyOf(parameters);
        notes = List.copyOf(notes);
    }

    /// One line of what happened.
    ///
    /// @param detail the second line, empty for none
    /// @param current true if this is the frame replay stands on
    public record Note(Standing standing, String text, String detail, boolean current) {}

    /// A result as delivered.
    public record Grid(List<Column> columns, List<List<Cell>> rows) {
        public Grid {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /// A column of a result.
    ///
    /// @param maskedBy rule that masked it, empty if none
    public record Column(String name, String type, String maskedBy) {
        boolean number() {
            return type.matches("(int|float|numeric|decimal|money|oid|big|small|double|real).*");
        }
    }

    /// One value, with the look that tells what it is.
    ///
    /// @param text what is written in the cell
    /// @param hint what it is, in words
    public record Cell(Look look, String text, String hint) {}

    /// Looks that must never be mistaken for one another.
    public enum Look {
        VALUE,
        NULL,
        EMPTY,
        MASKED,
        BYTES
    }
}
