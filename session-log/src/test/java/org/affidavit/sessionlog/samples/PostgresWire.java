package org.affidavit.sessionlog.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/// PostgreSQL messages, byte for byte as on the wire (protocol 3.0).
public final class PostgresWire {
    private static final int TEXT_OID = 25;

    private PostgresWire() {}

    /// `Q`: a simple query.
    public static byte[] query(String sql) {
        return message('Q', text(sql));
    }

    /// `X`: the agent leaves.
    public static byte[] terminate() {
        return message('X', new byte[0]);
    }

    /// `T`: text columns of these names.
    public static byte[] rowDescription(String... columns) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(ByteBuffer.allocate(2).putShort((short) columns.length).array());
        for (String column : columns) {
            body.writeBytes(text(column));
            body.writeBytes(
                    ByteBuffer.allocate(18)
                            .putInt(0)
                            .putShort((short) 0)
                            .putInt(TEXT_OID)
                            .putShort((short) -1)
                            .putInt(-1)
                            .putShort((short) 0)
                            .array());
        }
        return message('T', body.toByteArray());
    }

    /// `D`: one row; a null element is SQL NULL.
    public static byte[] dataRow(List<String> values) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(ByteBuffer.allocate(2).putShort((short) values.size()).array());
        for (String value : values) {
            byte[] bytes = value == null ? new byte[0] : value.getBytes(UTF_8);
            body.writeBytes(
                    ByteBuffer.allocate(4).putInt(value == null ? -1 : bytes.length).array());
            body.writeBytes(bytes);
        }
        return message('D', body.toByteArray());
    }

    /// `C`: the command's tag.
    public static byte[] commandComplete(String tag) {
        return message('C', text(tag));
    }

    /// `E`: an error with severity, SQLSTATE and message.
    public static byte[] error(String code, String message) {
        var body = new ByteArrayOutputStream();
        for (String field : List.of("SERROR", "VERROR", "C" + code, "M" + message)) {
            body.writeBytes(text(field));
        }
        body.write(0);
        return message('E', body.toByteArray());
    }

    /// `Z`: ready, idle.
    public static byte[] ready() {
        return message('Z', new byte[] {'I'});
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(UTF_8);
    }

    private static byte[] message(char type, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putInt(4 + body.length)
                .put(body)
                .array();
    }
}
