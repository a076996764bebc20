package org.affidavit.sessionlog.transcript;

import java.nio.charset.StandardCharsets;

/// Reads a message body from its start, never past its end. Integers are big-endian.
final class Bytes {
    private final byte[] body;
    private int at;

    Bytes(byte[] body) {
        this.body = body;
    }

    /// The bytes are not what the message's type promises.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    int left() {
        return body.length - at;
    }

    int int8() throws Malformed {
        need(1);
        return body[at++] & 0xff;
    }

    int int16() throws Malformed {
        return (int8() << 8) | int8();
    }

    int int32() throws Malformed {
        return (int16() << 16) | int16();
    }

    long uint32() throws Malformed {
        return Integer.toUnsignedLong(int32());
    }

    long int64() throws Malformed {
        return ((long) int32() << 32) | uint32();
    }

    byte[] take(int length) throws Malformed {
        if (length < 0) {
            throw new Malformed("a length below zero");
        }
        need(length);
        var taken = new byte[length];
        System.arraycopy(body, at, taken, 0, length);
        at += length;
        return taken;
    }

    /// Text up to a zero byte.
    String text() throws Malformed {
        int end = at;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        if (end == body.length) {
            throw new Malformed("text without an end");
        }
        var text = new String(body, at, end - at, StandardCharsets.UTF_8);
        at = end + 1;
        return text;
    }

    private void need(int count) throws Malformed {
        if (left() < count) {
            throw new Malformed("a message that ends too early");
        }
    }
}
