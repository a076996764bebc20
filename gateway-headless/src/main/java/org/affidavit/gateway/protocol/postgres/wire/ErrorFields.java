package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The fields of an error or a notice, in the order sent.
public record ErrorFields(Map<Character, String> fields) {
    public static final char SEVERITY = 'S';
    public static final char SEVERITY_PLAIN = 'V';
    public static final char CODE = 'C';
    public static final char MESSAGE = 'M';
    public static final char DETAIL = 'D';
    public static final char HINT = 'H';
    public static final char POSITION = 'P';
    public static final char INTERNAL_QUERY = 'q';
    public static final char INTERNAL_POSITION = 'p';
    public static final char WHERE = 'W';

    public ErrorFields {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// Messages of servers may hold text in the server's own encoding: what is not UTF-8 is a
    /// violation like anywhere else.
    public static ErrorFields read(Frame frame) {
        ByteBuf body = frame.body();
        var fields = new LinkedHashMap<Character, String>();
        byte type = Fields.int8(body, "ErrorResponse");
        while (type != 0) {
            fields.put((char) type, Fields.string(body, "ErrorResponse"));
            type = Fields.int8(body, "ErrorResponse");
        }
        Fields.end(body, "ErrorResponse");
        return new ErrorFields(fields);
    }

    /// An error or notice of the gateway's own. Empty detail and hint are left out.
    public static ErrorFields of(String severity, String code, String message) {
        var fields = new LinkedHashMap<Character, String>();
        fields.put(SEVERITY, severity);
        fields.put(SEVERITY_PLAIN, severity);
        fields.put(CODE, code);
        fields.put(MESSAGE, message);
        return new ErrorFields(fields);
    }

    /// The same with one more field, unless its text is empty.
    public ErrorFields with(char field, String text) {
        if (text.isEmpty()) {
            return this;
        }
        var more = new LinkedHashMap<>(fields);
        more.put(field, text);
        return new ErrorFields(more);
    }

    /// SQLSTATE, or empty when there is none.
    public String code() {
        return fields.getOrDefault(CODE, "");
    }

    public boolean fatal() {
        String severity = fields.getOrDefault(SEVERITY_PLAIN, fields.getOrDefault(SEVERITY, ""));
        return severity.equals("FATAL") || severity.equals("PANIC");
    }

    /// @param type [BackendType#ERROR] or [BackendType#NOTICE]
    public Frame write(byte type, ByteBufAllocator allocator) {
        ByteBuf out = allocator.buffer();
        int start = Fields.start(out, type);
        fields.forEach((field, text) -> {
            out.writeByte(field);
            Fields.writeString(out, text.replace('\0', ' '));
        });
        out.writeByte(0);
        Fields.finish(out, start);
        return new Frame(out);
    }
}
