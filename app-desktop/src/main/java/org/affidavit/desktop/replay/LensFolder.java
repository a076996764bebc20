package org.affidavit.desktop.replay;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.affidavit.desktop.replay.Lens.Cell;
import org.affidavit.desktop.replay.Lens.Column;
import org.affidavit.desktop.replay.Lens.Grid;
import org.affidavit.desktop.replay.Lens.Look;
import org.affidavit.desktop.replay.Lens.Note;
import org.affidavit.desktop.words.Formats;
import org.affidavit.desktop.words.HiddenCharacters;
import org.affidavit.desktop.words.Standing;
import org.affidavit.desktop.words.Words;
import org.affidavit.sessionlog.transcript.Frame;
import org.affidavit.sessionlog.transcript.Step;

/// Folds the frames of a step, up to the one replay stands on, into a [Lens].
final class LensFolder {
    private static final int HEX_BYTES_MAX = 64;

    private final Step step;
    private final List<Note> notes = new ArrayList<>();
    private final List<List<Cell>> rows = new ArrayList<>();
    private List<Column> columns = List.of();
    private Optional<String> statement = Optional.empty();
    private List<Cell> parameters = List.of();
    private Standing standing = Standing.WAITING;
    private String completion = "";
    private boolean current;

    private LensFolder(Step step) {
        this.step = step;
    }

    /// The step as it stood when `shown` of its frames had passed.
    static Lens fold(Step step, int shown) {
        var folder = new LensFolder(step);
        var frames = step.frames();
        for (int i = 0; i < Math.min(shown, frames.size()); i++) {
            folder.current = i == shown - 1;
            folder.take(frames.get(i));
        }
        boolean whole = shown >= frames.size();
        return folder.lens(whole ? Standing.valueOf(step.status().name()) : folder.standing);
    }

    private Lens lens(Standing now) {
        return new Lens(
                step.command(),
                HiddenCharacters.line(step.title()),
                now,
                statement,
                parameters,
                notes,
                columns.isEmpty() ? Optional.empty() : Optional.of(new Grid(columns, rows)),
                completion);
    }

    private void take(Frame frame) {
        switch (frame) {
            case Frame.Opened opened ->
                    stand(Standing.OPENED, "replay.opened", opened.client(), "");
            case Frame.Statement sent -> take(sent);
            case Frame.Allowed allowed ->
                    stand(
                            Standing.ALLOWED,
                            allowed.request().isPresent() ? "replay.forwarded" : "replay.allowed",
                            rule(allowed.rule(), allowed.place()),
                            "");
            case Frame.Denied denied ->
                    stand(
                            Standing.DENIED,
                            "replay.denied",
                            rule(denied.rule(), denied.place()),
                            denied.message());
            case Frame.Held held ->
                    stand(
                            Standing.HELD,
                            "replay.held",
                            rule(held.rule(), held.place()),
                            Words.say("replay.held.until", Formats.exact(held.expires())));
            case Frame.Decided decided -> take(decided);
            case Frame.Lapsed lapsed ->
                    stand(
                            Standing.LAPSED,
                            "replay.lapsed",
                            Words.say("replay.lapse." + lapsed.cause().name()),
                            "");
            case Frame.Grid grid -> take(grid);
            case Frame.Message message -> take(message);
            case Frame.Completed completed -> take(completed);
            case Frame.Raw raw -> take(raw);
            case Frame.Sealed sealed -> stand(Standing.UNKNOWN, "replay.sealed", sealed.why(), "");
            case Frame.Closed closed ->
                    stand(
                            Standing.CLOSED,
                            "replay.closed",
                            Words.say("replay.close." + closed.cause().name()),
                            "");
            case Frame.Aborted aborted ->
                    stand(Standing.ABORTED, "replay.aborted", aborted.reason(), "");
        }
    }

    private void take(Frame.Statement sent) {
        statement = Optional.of(sent.text());
        parameters = sent.parameters().stream().map(LensFolder::parameter).toList();
    }

    private void take(Frame.Decided decided) {
        stand(
                decided.approved() ? Standing.APPROVED : Standing.DENIED,
                decided.approved() ? "replay.approved" : "replay.rejected",
                decided.approver().name(),
                Words.say("replay.reason", decided.reason()));
    }

    /// A result may come in parts; one that starts at row 0 again is another result.
    private void take(Frame.Grid grid) {
        if (grid.firstRow() == 0) {
            rows.clear();
            columns =
                    grid.columns().stream()
                            .map(column ->
                                    new Column(
                                            HiddenCharacters.line(column.name()),
                                            HiddenCharacters.line(column.type()),
                                            HiddenCharacters.line(column.maskedBy())))
                            .toList();
        }
        grid.rows().forEach(row -> rows.add(row.stream().map(LensFolder::cell).toList()));
    }

    private void take(Frame.Message message) {
        Standing as = message.error() ? Standing.FAILED : Standing.NOTED;
        var more = new ArrayList<String>();
        if (!message.detail().isEmpty()) {
            more.add(HiddenCharacters.shown(message.detail()));
        }
        if (!message.hint().isEmpty()) {
            more.add(Words.say("replay.hint", HiddenCharacters.shown(message.hint())));
        }
        String head = HiddenCharacters.line((message.severity() + " " + message.code()).strip());
        notes.add(
                new Note(
                        as,
                        head + "  " + HiddenCharacters.shown(message.text()),
                        String.join("\n", more),
                        current));
        if (message.error() && standing != Standing.DENIED) {
            standing = as;
        }
    }

    /// What is not known of it is not said.
    private void take(Frame.Completed completed) {
        var parts = new ArrayList<String>();
        parts.add(completed.tag().isEmpty() ? "\u2013" : HiddenCharacters.line(completed.tag()));
        if (completed.rows() >= 0) {
            parts.add(Words.say("replay.completed.rows", completed.rows()));
        }
        if (completed.bytes() >= 0) {
            parts.add(Formats.size(completed.bytes()));
        }
        completion = String.join("  \u00b7  ", parts);
    }

    private void take(Frame.Raw raw) {
        var bytes = raw.bytes();
        String hex =
                HexFormat.ofDelimiter(" ")
                        .formatHex(bytes, 0, Math.min(bytes.length, HEX_BYTES_MAX));
        notes.add(
                new Note(
                        Standing.UNKNOWN,
                        Words.say(
                                "replay.raw",
                                HiddenCharacters.line(raw.what()),
                                Formats.size(bytes.length)),
                        bytes.length > HEX_BYTES_MAX ? hex + " \u2026" : hex,
                        current));
    }

    private void stand(Standing now, String key, String value, String detail) {
        standing = now;
        notes.add(
                new Note(
                        now,
                        Words.say(key, HiddenCharacters.line(value)),
                        HiddenCharacters.shown(detail),
                        current));
    }

    private static Cell parameter(Optional<String> value) {
        return value.map(LensFolder::value)
                .orElseGet(() -> new Cell(Look.NULL, "NULL", Words.say("replay.cell.null")));
    }

    private static Cell cell(Frame.Cell cell) {
        return switch (cell) {
            case Frame.Cell.Value value -> value(value.text());
            case Frame.Cell.Null() -> new Cell(Look.NULL, "NULL", Words.say("replay.cell.null"));
            case Frame.Cell.Masked masked ->
                    new Cell(
                            Look.MASKED,
                            HiddenCharacters.shown(masked.text()),
                            Words.say("replay.cell.masked", HiddenCharacters.line(masked.rule())));
            case Frame.Cell.Bytes bytes ->
                    new Cell(
                            Look.BYTES,
                            "\\x" + HexFormat.of().formatHex(bytes.bytes()),
                            Words.say("replay.cell.bytes", bytes.bytes().length));
        };
    }

    private static Cell value(String text) {
        return text.isEmpty()
                ? new Cell(
                        Look.EMPTY,
                        Words.say("replay.cell.empty.word"),
                        Words.say("replay.cell.empty"))
                : new Cell(Look.VALUE, HiddenCharacters.shown(text), "");
    }

    private static String rule(String id, String place) {
        return place.isEmpty() ? id : id + " (" + place + ")";
    }
}
