package org.affidavit.sessionlog.transcript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.transcript.Bytes.Malformed;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.affidavit.sessionlog.transcript.PostgresNames.Bound;
import org.affidavit.sessionlog.transcript.PostgresNames.Described;

/// The answers in one payload, read against what their command asked.
final class PostgresAnswers {
    private static final int GRID_ROWS_MAX = 100;
    private static final int COLUMNS_MAX = 1_664;

    private final PostgresAsked asked;
    private final FrameSink out;
    private List<List<Cell>> rows = new ArrayList<>();

    PostgresAnswers(PostgresAsked asked, FrameSink out) {
        this.asked = asked;
        this.out = out;
    }

    boolean read(WireMessage message, Bytes body) throws Malformed {
        switch (message.type()) {
            case 'T' -> describe(body);
            case 'n' -> asked.described();
            case 'D' -> row(body);
            case 'C' -> completed(body.text());
            case 'I' -> completed("");
            case 's' -> suspended();
            case 'Z' -> ready(body);
            case 'S' -> told("PARAMETER", body.text() + " = " + body.text());
            case 'A' -> notification(body);
            case 'E', 'N' -> message(body, message.type() == 'E');
            case 'd' -> raw(message, body, "copied data");
            case 'V' -> raw(message, body, "function result");
            case 'G', 'H', 'W' -> raw(message, body, "copying begins");
            // Acknowledgements that other frames imply.
            case '1', '2', '3', 'c' -> {}
            case 't' -> parameters(body);
            case 'K' -> rest(body);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void raw(WireMessage message, Bytes body, String what) throws Malformed {
        rest(body);
        endGrid();
        out.raw(message, what);
    }

    private static void rest(Bytes body) throws Malformed {
        var _ = body.take(body.left());
    }

    private void notification(Bytes body) throws Malformed {
        int _ = body.int32();
        told("NOTIFICATION", body.text() + ": " + body.text());
    }

    /// What the target says by itself can carry data like any row.
    private void told(String kind, String text) {
        endGrid();
        out.add(new Frame.Message(out.record(), out.at(), false, kind, "", text, "", ""));
    }

    private void describe(Bytes body) throws Malformed {
        endGrid();
        int count = body.int16();
        if (count > COLUMNS_MAX) {
            throw new Malformed("more columns than there can be");
        }
        var columns = new ArrayList<Described>();
        for (int i = 0; i < count; i++) {
            String name = body.text();
            body.take(6);
            long type = body.uint32();
            body.take(6);
            columns.add(new Described(name, type, body.int16()));
        }
        asked.describing().ifPresent(statement -> statement.described(columns));
        asked.described();
    }

    private void parameters(Bytes body) throws Malformed {
        int count = body.int16();
        var types = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            types.add(body.uint32());
        }
        asked.describing().ifPresent(statement -> statement.takes(types));
    }

    private void row(Bytes body) throws Malformed {
        Optional<Bound> running = asked.running();
        int count = body.int16();
        var cells = new ArrayList<Cell>();
        for (int i = 0; i < count; i++) {
            int column = i;
            int length = body.int32();
            if (length < 0) {
                cells.add(new Cell.Null());
                continue;
            }
            byte[] value = body.take(length);
            cells.add(
                    running.<Cell>map(of ->
                                    PostgresValues.cell(value, of.type(column), of.format(column)))
                            .orElseGet(() -> new Cell.Bytes(value)));
        }
        rows.add(cells);
        if (rows.size() == GRID_ROWS_MAX) {
            endGrid();
        }
    }

    void endGrid() {
        if (rows.isEmpty()) {
            return;
        }
        Bound of = asked.running().orElseGet(() -> Bound.simple(""));
        out.add(new Frame.Grid(out.record(), out.at(), of.statement().columns(), of.row(), rows));
        of.row(of.row() + rows.size());
        rows = new ArrayList<>();
    }

    private void completed(String tag) {
        endGrid();
        out.add(new Frame.Completed(out.record(), out.at(), tag, PostgresValues.rows(tag), -1));
        asked.running().ifPresent(of -> of.row(0));
        asked.completed();
    }

    /// The agent asked for so many rows and no more; the next Execute goes on.
    private void suspended() {
        endGrid();
        asked.completed();
    }

    private void ready(Bytes body) throws Malformed {
        rest(body);
        endGrid();
        asked.over();
    }

    private void message(Bytes body, boolean error) throws Malformed {
        endGrid();
        var fields = new HashMap<Character, String>();
        for (int field = body.int8(); field != 0; field = body.int8()) {
            fields.put((char) field, body.text());
        }
        out.add(
                new Frame.Message(
                        out.record(),
                        out.at(),
                        error,
                        fields.getOrDefault('V', fields.getOrDefault('S', "")),
                        fields.getOrDefault('C', ""),
                        fields.getOrDefault('M', ""),
                        fields.getOrDefault('D', ""),
                        fields.getOrDefault('H', "")));
        if (error) {
            asked.over();
        }
    }
}
