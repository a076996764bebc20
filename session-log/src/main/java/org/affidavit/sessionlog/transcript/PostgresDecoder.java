package org.affidavit.sessionlog.transcript;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.transcript.Bytes.Malformed;
import org.affidavit.sessionlog.transcript.Frame.Cell;
import org.affidavit.sessionlog.transcript.Frame.Column;

/// Reads protocol 3 messages as they crossed the agent's side. See the PostgreSQL manual, "Message
/// Formats".
final class PostgresDecoder implements SessionDecoder {
    private static final int GRID_ROWS_MAX = 100;
    private static final int PREPARED_MAX = 10_000;
    private static final int COLUMNS_MAX = 1_664;

    private final Map<String, Prepared> prepared = new HashMap<>();
    private final Map<String, Bound> portals = new HashMap<>();
    private Bound current = new Bound(new Prepared("", List.of()), List.of(), List.of());
    private long row;

    /// A statement known by name, and its columns once they were described.
    private static final class Prepared {
        private final String text;
        private final List<Long> parameterTypes;
        private List<Described> columns = List.of();

        Prepared(String text, List<Long> parameterTypes) {
            this.text = text;
            this.parameterTypes = parameterTypes;
        }
    }

    /// A statement with its parameters, ready to run.
    private record Bound(
            Prepared statement, List<Optional<String>> parameters, List<Integer> formats) {}

    /// A column as described, with the format its values come in.
    private record Described(String name, long type, int format) {}

    @Override
    public List<Frame> decode(long record, Instant at, Payload payload) {
        var out = new Reading(record, at);
        for (var frame : payload.frames()) {
            for (WireMessage message : WireMessage.cut(frame)) {
                out.read(message);
            }
        }
        out.endGrid();
        return out.frames;
    }

    /// One payload on its way to frames.
    private final class Reading {
        private final long record;
        private final Instant recordAt;
        private final List<Frame> frames = new ArrayList<>();
        private List<List<Cell>> rows = new ArrayList<>();
        private Instant at;
        private boolean prepareOnly;

        Reading(long record, Instant recordAt) {
            this.record = record;
            this.recordAt = recordAt;
            this.at = recordAt;
        }

        void read(WireMessage message) {
            at = recordAt.plus(message.micros(), ChronoUnit.MICROS);
            try {
                boolean understood = message.fromAgent() ? asked(message) : answered(message);
                if (!understood) {
                    raw(message, "message " + printable(message.type()));
                }
            } catch (Malformed malformed) {
                raw(message, malformed.getMessage() + " in message " + printable(message.type()));
            }
        }

        private void raw(WireMessage message, String what) {
            endGrid();
            frames.add(new Frame.Raw(record, at, message.fromAgent(), what, message.body()));
        }

        private boolean asked(WireMessage message) throws Malformed {
            Bytes body = message.read();
            switch (message.type()) {
                case 'Q' -> simple(body.text());
                case 'P' -> parse(body);
                case 'B' -> bind(body);
                case 'E' -> execute(body.text());
                case 'C' -> close(body);
                // Describe, Flush and Sync only ask for what other frames show.
                case 'D', 'H', 'S' -> {}
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void simple(String sql) {
            current = new Bound(new Prepared(sql, List.of()), List.of(), List.of());
            row = 0;
            statement();
        }

        private void statement() {
            frames.add(
                    new Frame.Statement(
                            record, at, current.statement().text, current.parameters()));
        }

        private void parse(Bytes body) throws Malformed {
            String name = body.text();
            String sql = body.text();
            int count = body.int16();
            var types = new ArrayList<Long>();
            for (int i = 0; i < count; i++) {
                types.add(body.uint32());
            }
            var statement = new Prepared(sql, types);
            if (prepared.size() < PREPARED_MAX || prepared.containsKey(name)) {
                prepared.put(name, statement);
            }
            current = new Bound(statement, List.of(), List.of());
            statement();
            prepareOnly = true;
        }

        private void bind(Bytes body) throws Malformed {
            String portal = body.text();
            String name = body.text();
            Prepared statement =
                    prepared.getOrDefault(
                            name,
                            new Prepared("(prepared as " + name + ", not on record)", List.of()));
            List<Integer> formats = formats(body);
            int count = body.int16();
            var parameters = new ArrayList<Optional<String>>();
            for (int i = 0; i < count; i++) {
                long type =
                        i < statement.parameterTypes.size() ? statement.parameterTypes.get(i) : 0;
                parameters.add(parameter(body, type, format(formats, i)));
            }
            var bound = new Bound(statement, List.copyOf(parameters), formats(body));
            if (portals.size() < PREPARED_MAX || portals.containsKey(portal)) {
                portals.put(portal, bound);
            }
        }

        private List<Integer> formats(Bytes body) throws Malformed {
            int count = body.int16();
            var formats = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                formats.add(body.int16());
            }
            return formats;
        }

        private Optional<String> parameter(Bytes body, long type, int format) throws Malformed {
            int length = body.int32();
            if (length < 0) {
                return Optional.empty();
            }
            return Optional.of(PostgresValues.text(body.take(length), type, format));
        }

        private void execute(String portal) {
            Bound bound = portals.get(portal);
            if (bound != null) {
                current = bound;
            }
            row = 0;
            if (prepareOnly) {
                // The statement was just shown without its parameters: show it as it runs.
                frames.removeIf(frame ->
                        frame instanceof Frame.Statement shown && shown.parameters().isEmpty());
                prepareOnly = false;
            }
            statement();
        }

        private void close(Bytes body) throws Malformed {
            int kind = body.int8();
            String name = body.text();
            if (kind == 'S') {
                prepared.remove(name);
            } else {
                portals.remove(name);
            }
        }

        private boolean answered(WireMessage message) throws Malformed {
            Bytes body = message.read();
            switch (message.type()) {
                case 'T' -> describe(body);
                case 'D' -> row(body);
                case 'C' -> completed(body.text());
                case 'I' -> completed("");
                case 'E', 'N' -> message(body, message.type() == 'E');
                case 'd' -> raw(message, "copied data");
                case 'G', 'H', 'W' -> raw(message, "copying begins");
                // Acknowledgements that other frames imply.
                case '1', '2', '3', 'n', 's', 't', 'Z', 'c', 'S', 'K' -> {}
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void describe(Bytes body) throws Malformed {
            endGrid();
            row = 0;
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
            current.statement().columns = columns;
        }

        private void row(Bytes body) throws Malformed {
            int count = body.int16();
            var cells = new ArrayList<Cell>();
            for (int i = 0; i < count; i++) {
                int length = body.int32();
                cells.add(length < 0 ? new Cell.Null() : cell(body.take(length), i));
            }
            rows.add(cells);
            if (rows.size() == GRID_ROWS_MAX) {
                endGrid();
            }
        }

        private Cell cell(byte[] value, int column) {
            List<Described> columns = current.statement().columns;
            if (column >= columns.size()) {
                return new Cell.Bytes(value);
            }
            Described described = columns.get(column);
            int format =
                    current.formats().isEmpty()
                            ? described.format()
                            : format(current.formats(), column);
            return PostgresValues.cell(value, described.type(), format);
        }

        void endGrid() {
            if (rows.isEmpty()) {
                return;
            }
            var columns = new ArrayList<Column>();
            for (Described described : current.statement().columns) {
                columns.add(
                        new Column(
                                described.name(), PostgresValues.typeName(described.type()), ""));
            }
            frames.add(new Frame.Grid(record, at, columns, row, rows));
            row += rows.size();
            rows = new ArrayList<>();
        }

        private void completed(String tag) {
            endGrid();
            frames.add(new Frame.Completed(record, at, tag, PostgresValues.rows(tag), -1));
            row = 0;
        }

        private void message(Bytes body, boolean error) throws Malformed {
            endGrid();
            var fields = new HashMap<Character, String>();
            for (int field = body.int8(); field != 0; field = body.int8()) {
                fields.put((char) field, body.text());
            }
            frames.add(
                    new Frame.Message(
                            record,
                            at,
                            error,
                            fields.getOrDefault('V', fields.getOrDefault('S', "")),
                            fields.getOrDefault('C', ""),
                            fields.getOrDefault('M', ""),
                            fields.getOrDefault('D', ""),
                            fields.getOrDefault('H', "")));
        }
    }

    /// One format for all, or one for each; none means text.
    private static int format(List<Integer> formats, int at) {
        if (formats.isEmpty()) {
            return 0;
        }
        return formats.size() == 1 ? formats.getFirst() : at < formats.size() ? formats.get(at) : 0;
    }

    private static String printable(char type) {
        return type > ' ' && type < 127 ? "'" + type + "'" : "0x" + Integer.toHexString(type);
    }
}
