package org.affidavit.index.lucene;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Frame.Cell;

/// The words of a frame: what was asked and what was delivered, never more.
final class FrameText {
    private FrameText() {}

    static String of(Frame frame) {
        return switch (frame) {
            case Frame.Opened opened -> opened.client();
            case Frame.Statement statement ->
                    lines(statement.text(), parameters(statement.parameters()));
            case Frame.Allowed allowed ->
                    lines(allowed.rule(), allowed.place(), allowed.request().orElse(""));
            case Frame.Denied denied -> lines(denied.rule(), denied.place(), denied.message());
            case Frame.Held held -> lines(held.request(), held.rule(), held.place());
            case Frame.Decided decided ->
                    lines(decided.request(), decided.approver().name(), decided.reason());
            case Frame.Lapsed lapsed -> lines(lapsed.request(), lapsed.cause().name());
            case Frame.Grid grid -> grid(grid);
            case Frame.Message message ->
                    lines(
                            message.severity(),
                            message.code(),
                            message.text(),
                            message.detail(),
                            message.hint());
            case Frame.Completed completed -> completed.tag();
            case Frame.Raw raw ->
                    lines(raw.what(), new String(raw.bytes(), StandardCharsets.UTF_8));
            // What is not shown is not found.
            case Frame.Sealed _ -> "";
            case Frame.Closed closed -> closed.cause().name();
            case Frame.Aborted aborted -> aborted.reason();
        };
    }

    private static String lines(String... parts) {
        return String.join("\n", parts).strip();
    }

    private static String parameters(List<Optional<String>> values) {
        var text = new StringBuilder();
        values.forEach(value -> text.append(value.orElse("NULL")).append('\n'));
        return text.toString();
    }

    private static String grid(Frame.Grid grid) {
        var text = new StringBuilder();
        grid.columns().forEach(column -> text.append(column.name()).append(' '));
        for (List<Cell> row : grid.rows()) {
            text.append('\n');
            for (Cell cell : row) {
                text.append(
                                switch (cell) {
                                    case Cell.Value(String value) -> value;
                                    case Cell.Masked(String value, _) -> value;
                                    case Cell.Null _, Cell.Bytes _ -> "";
                                })
                        .append(' ');
            }
        }
        return text.toString();
    }
}
