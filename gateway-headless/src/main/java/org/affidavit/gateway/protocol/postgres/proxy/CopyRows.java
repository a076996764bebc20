package org.affidavit.gateway.protocol.postgres.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.masking.MaskingFailure;
import org.affidavit.gateway.policy.SqlFacts.Copied.Format;

/// How COPY writes rows, with the separators and marks that it has by default. PostgreSQL puts
/// whole rows into a message, and a message that does not hold whole rows is refused.
///
/// Source: PostgreSQL's manual, COPY, File Formats.
final class CopyRows {
    private static final byte[] SIGNATURE =
            "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HEADER_BYTES = SIGNATURE.length + 8;

    private CopyRows() {}

    /// One value as it stands in a row, and as it is.
    ///
    /// @param raw with its marks
    /// @param value empty for NULL
    record Field(byte[] raw, Optional<byte[]> value) {}

    /// The rows of a message. One of no fields is what begins or ends a binary COPY.
    ///
    /// @param raw what is passed on as it is, before the fields
    record Row(byte[] raw, List<Field> fields) {}

    /// Reads a message.
    ///
    /// @throws MaskingFailure if it does not hold whole rows
    static List<Row> read(Format format, byte[] message) throws MaskingFailure {
        return switch (format) {
            case TEXT -> lines(message, (byte) '\t');
            case CSV -> lines(message, (byte) ',');
            case BINARY -> tuples(message);
            case OTHER -> throw new MaskingFailure("Rows are written in a way of their own");
        };
    }

    private static List<Row> lines(byte[] message, byte separator) throws MaskingFailure {
        boolean csv = separator == ',';
        var rows = new ArrayList<Row>();
        var fields = new ArrayList<Field>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < message.length; i++) {
            byte c = message[i];
            if (csv && c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == separator || c == '\n')) {
                byte[] raw = Arrays.copyOfRange(message, from, i);
                fields.add(new Field(raw, csv ? csv(raw) : text(raw)));
                from = i + 1;
                if (c == '\n') {
                    rows.add(new Row(new byte[0], fields));
                    fields = new ArrayList<>();
                }
            }
        }
        if (from != message.length || !fields.isEmpty() || quoted) {
            throw new MaskingFailure("A message does not end with a row");
        }
        return rows;
    }

    private static Optional<byte[]> text(byte[] raw) throws MaskingFailure {
        if (raw.length == 2 && raw[0] == '\\' && raw[1] == 'N') {
            return Optional.empty();
        }
        var out = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '\\') {
                out.write(raw[i]);
            } else if (++i < raw.length) {
                out.write(unescaped(raw[i]));
            } else {
                throw new MaskingFailure("A value ends within an escape");
            }
        }
        return Optional.of(out.toByteArray());
    }

    private static int unescaped(byte c) throws MaskingFailure {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            case '\\' -> '\\';
            default -> throw new MaskingFailure("A value has an escape that is not known");
        };
    }

    private static Optional<byte[]> csv(byte[] raw) throws MaskingFailure {
        if (raw.length == 0) {
            return Optional.empty();
        }
        if (raw[0] != '"') {
            return Optional.of(raw);
        }
        var out = new ByteArrayOutputStream(raw.length);
        for (int i = 1; i < raw.length - 1; i++) {
            if (raw[i] == '"' && (++i >= raw.length - 1 || raw[i] != '"')) {
                throw new MaskingFailure("A value goes on behind its quotes");
            }
            out.write(raw[i]);
        }
        return Optional.of(out.toByteArray());
    }

    private static List<Row> tuples(byte[] message) throws MaskingFailure {
        var rows = new ArrayList<Row>();
        var in = ByteBuffer.wrap(message);
        if (message.length >= HEADER_BYTES
                && Arrays.equals(message, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            int extension = in.getInt(SIGNATURE.length + 4);
            rows.add(new Row(take(in, HEADER_BYTES + extension), List.of()));
        }
        while (in.hasRemaining()) {
            int count = in.remaining() < 2 ? Integer.MIN_VALUE : in.getShort();
            if (count == -1) {
                rows.add(new Row(new byte[] {-1, -1}, List.of()));
                continue;
            }
            var fields = new ArrayList<Field>();
            for (int i = 0; i < count; i++) {
                fields.add(tupleField(in));
            }
            if (count < 0) {
                throw new MaskingFailure("A message does not hold whole rows");
            }
            rows.add(new Row(new byte[] {(byte) (count >> Byte.SIZE), (byte) count}, fields));
        }
        return rows;
    }

    private static Field tupleField(ByteBuffer in) throws MaskingFailure {
        int length = ByteBuffer.wrap(take(in, 4)).getInt();
        return field(
                Format.BINARY, length == -1 ? Optional.empty() : Optional.of(take(in, length)));
    }

    private static byte[] take(ByteBuffer in, int length) throws MaskingFailure {
        if (length < 0 || length > in.remaining()) {
            throw new MaskingFailure("A message does not hold whole rows");
        }
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    /// Writes rows as they were read, or with other values.
    static byte[] write(Format format, List<Row> rows) {
        var out = new ByteArrayOutputStream();
        for (Row row : rows) {
            out.writeBytes(row.raw());
            for (int i = 0; i < row.fields().size(); i++) {
                if (i > 0 && format != Format.BINARY) {
                    out.write(format == Format.CSV ? ',' : '\t');
                }
                out.writeBytes(row.fields().get(i).raw());
            }
            if (format != Format.BINARY) {
                out.write('\n');
            }
        }
        return out.toByteArray();
    }

    /// A value as it stands in a row.
    static Field field(Format format, Optional<byte[]> value) {
        if (value.isEmpty()) {
            return new Field(nullField(format), value);
        }
        byte[] raw =
                switch (format) {
                    case BINARY -> counted(value.get());
                    case CSV -> quoted(value.get());
                    default -> escaped(value.get());
                };
        return new Field(raw, value);
    }

    private static byte[] counted(byte[] value) {
        byte[] counted = new byte[4 + value.length];
        var _ = ByteBuffer.wrap(counted).putInt(value.length).put(value);
        return counted;
    }

    private static byte[] nullField(Format format) {
        return switch (format) {
            case BINARY -> new byte[] {-1, -1, -1, -1};
            case CSV -> new byte[0];
            default -> new byte[] {'\\', 'N'};
        };
    }

    private static byte[] quoted(byte[] value) {
        var out = new ByteArrayOutputStream(value.length + 2);
        out.write('"');
        for (byte c : value) {
            if (c == '"') {
                out.write('"');
            }
            out.write(c);
        }
        out.write('"');
        return out.toByteArray();
    }

    private static byte[] escaped(byte[] value) {
        var out = new ByteArrayOutputStream(value.length);
        for (byte c : value) {
            int mark =
                    switch (c) {
                        case '\b' -> 'b';
                        case '\f' -> 'f';
                        case '\n' -> 'n';
                        case '\r' -> 'r';
                        case '\t' -> 't';
                        case 0x0b -> 'v';
                        case '\\' -> '\\';
                        default -> 0;
                    };
            if (mark != 0) {
                out.write('\\');
            }
            out.write(mark == 0 ? c : mark);
        }
        return out.toByteArray();
    }
}
