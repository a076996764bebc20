package org.affidavit.sessionlog.encode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes canonical JSON.
final class JsonOut {
    private static final String ESCAPES = "\b\f\n\r\t\"\\";
    private static final String ESCAPED = "bfnrt\"\\";

    /// What a byte of Latin 1 means for a text: zero for nothing, [#UNSURE] for the question mark,
    /// which also stands for what is not Latin 1.
    private static final byte[] SPECIAL = new byte[256];

    private static final byte UNSURE = 2;

    static {
        Arrays.fill(SPECIAL, 0, ' ', (byte) 1);
        Arrays.fill(SPECIAL, 0x7F, 256, (byte) 1);
        SPECIAL['"'] = 1;
        SPECIAL['\\'] = 1;
        SPECIAL['?'] = UNSURE;
    }

    private byte[] bytes = new byte[512];
    private int at;

    byte[] bytes() {
        return Arrays.copyOf(bytes, at);
    }

    /// @throws Malformed if a text has no UTF-8 form
    void value(Object value) throws Malformed {
        switch (value) {
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list);
            case String text -> string(text);
            case Integer number -> ascii(Integer.toString(number));
            case Long number -> ascii(Long.toString(number));
            case Boolean truth -> ascii(truth.toString());
            default -> throw new IllegalArgumentException("No JSON form: " + value.getClass());
        }
    }

    private void object(Map<?, ?> map) throws Malformed {
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            put(before);
            before = ',';
            string((String) entry.getKey());
            put(':');
            value(entry.getValue());
        }
        if (map.isEmpty()) {
            put('{');
        }
        put('}');
    }

    private void array(List<?> list) throws Malformed {
        put('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                put(',');
            }
            value(list.get(i));
        }
        put(']');
    }

    private void string(String text) throws Malformed {
        put('"');
        byte[] plain = text.getBytes(ISO_8859_1);
        if (isPlain(text, plain)) {
            put(plain, plain.length);
        } else {
            escaped(text);
        }
        put('"');
    }

    /// Whether the text stands in JSON as it is, byte for byte.
    private static boolean isPlain(String text, byte[] latin) {
        if (latin.length != text.length()) {
            return false;
        }
        int special = 0;
        for (byte c : latin) {
            special |= SPECIAL[c & 0xFF];
        }
        if (special == 0) {
            return true;
        }
        return special == UNSURE
                && text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
    }

    private void escaped(String text) throws Malformed {
        checkForm(text);
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                continue;
            }
            utf8(text, plain, i);
            plain = i + 1;
            put('\\');
            int known = ESCAPES.indexOf(c);
            ascii(known >= 0 ? ESCAPED.substring(known, known + 1) : "u" + hex(c));
        }
        utf8(text, plain, text.length());
    }

    /// Four lower-case digits.
    static String hex(char c) {
        return String.format(Locale.ROOT, "%04x", (int) c);
    }

    private void utf8(String text, int from, int to) {
        byte[] encoded = text.substring(from, to).getBytes(UTF_8);
        put(encoded, encoded.length);
    }

    /// An encoder would write something else in place of half a surrogate pair, and the leaf would
    /// not say what the event says.
    private static void checkForm(String text) throws Malformed {
        // As code points, whole pairs are no longer surrogates.
        if (text.codePoints().anyMatch(c -> c <= 0xFFFF && Character.isSurrogate((char) c))) {
            throw new Malformed("a text has no UTF-8 form");
        }
    }

    private void ascii(String text) {
        byte[] encoded = text.getBytes(ISO_8859_1);
        put(encoded, encoded.length);
    }

    private void put(byte[] from, int length) {
        reserve(length);
        System.arraycopy(from, 0, bytes, at, length);
        at += length;
    }

    private void put(char c) {
        reserve(1);
        bytes[at++] = (byte) c;
    }

    private void reserve(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
        }
    }
}
