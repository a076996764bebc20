package org.affidavit.sessionlog.encode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads canonical JSON from front to back, in one pass, and refuses at once what is none: there is
/// nothing to skip and nothing to repair. Verification reads every leaf of a log with this.
final class JsonIn {
    private static final int DIGITS_MAX = 16;
    private static final String ESCAPED = "bfnrt\"\\";
    private static final String ESCAPES = "\b\f\n\r\t\"\\";

    private final byte[] bytes;
    private int at;

    JsonIn(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The one object, with nothing behind it.
    JsonObject document() throws Malformed {
        if (bytes.length == 0 || bytes[0] != '{') {
            throw new Malformed("not a JSON object");
        }
        JsonObject object = object(1);
        if (at < bytes.length) {
            throw new Malformed("something follows the JSON object");
        }
        return object;
    }

    /// The one list, with nothing behind it.
    List<Object> list() throws Malformed {
        List<Object> list = array(1);
        if (at < bytes.length) {
            throw new Malformed("something follows the JSON list");
        }
        return list;
    }

    private JsonObject object(int depth) throws Malformed {
        var object = new JsonObject();
        expect('{');
        if (accept('}')) {
            return object;
        }
        @Nullable String before = null;
        do {
            String key = string();
            if (before != null && key.compareTo(before) <= 0) {
                throw key.equals(before)
                        ? new Malformed("the key \"" + key + "\" stands twice")
                        : notCanonical();
            }
            before = key;
            expect(':');
            object.add(key, value(depth));
        } while (accept(','));
        expect('}');
        return object;
    }

    private List<Object> array(int depth) throws Malformed {
        var list = new ArrayList<>();
        expect('[');
        if (accept(']')) {
            return list;
        }
        do {
            list.add(value(depth));
        } while (accept(','));
        expect(']');
        return list;
    }

    private Object value(int depth) throws Malformed {
        int next = peek();
        if ((next == '{' || next == '[') && depth == CanonicalJson.DEPTH_MAX) {
            throw new Malformed("not well-formed JSON: nested too deep");
        }
        return switch (next) {
            case '"' -> string();
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> integer();
            default ->
                    throw next == 'n'
                            ? new Malformed("a value of a kind that has no place here")
                            : notWellFormed();
        };
    }

    private Object word(String word, boolean value) throws Malformed {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private Object integer() throws Malformed {
        int from = at;
        boolean negative = accept('-');
        int digits = at;
        long number = 0;
        while (peek() >= '0' && peek() <= '9') {
            if (at - digits == DIGITS_MAX) {
                throw new Malformed("not well-formed JSON: an integer beyond 2^53");
            }
            number = number * 10 + (bytes[at++] - '0');
        }
        if (peek() == '.' || peek() == 'e' || peek() == 'E') {
            throw new Malformed("a value of a kind that has no place here");
        }
        if (at == digits || (bytes[digits] == '0' && (at - digits > 1 || at - from > 1))) {
            throw notWellFormed();
        }
        if (number > CanonicalJson.INTEGER_MAX) {
            throw new Malformed("an integer beyond 2^53");
        }
        return negative ? -number : number;
    }

    private String string() throws Malformed {
        expect('"');
        int from = at;
        int all = 0;
        while (at < bytes.length && bytes[at] != '"' && bytes[at] != '\\') {
            if (bytes[at] >= 0 && bytes[at] < ' ') {
                throw notWellFormed();
            }
            all |= bytes[at++];
        }
        if (peek() == '"') {
            String text =
                    all >= 0 ? new String(bytes, from, at - from, ISO_8859_1) : utf8(from, at);
            at++;
            return text;
        }
        return escaped(from);
    }

    /// The rest of a string in which something is escaped.
    private String escaped(int from) throws Malformed {
        var text = new StringBuilder(utf8(from, at));
        while (!accept('"')) {
            if (accept('\\')) {
                text.append(escape());
                continue;
            }
            int plain = at;
            while (at < bytes.length && bytes[at] != '"' && bytes[at] != '\\') {
                if (bytes[at] >= 0 && bytes[at] < ' ') {
                    throw notWellFormed();
                }
                at++;
            }
            if (at == bytes.length) {
                throw notWellFormed();
            }
            text.append(utf8(plain, at));
        }
        return text.toString();
    }

    /// One character has one form: the short escape if there is one, else four lower-case digits,
    /// and none for what needs none.
    private char escape() throws Malformed {
        int known = ESCAPED.indexOf(peek());
        if (known >= 0) {
            at++;
            return ESCAPES.charAt(known);
        }
        if (!accept('u') || at + 4 > bytes.length) {
            throw accept('/') ? notCanonical() : notWellFormed();
        }
        String digits = new String(bytes, at, 4, US_ASCII);
        at += 4;
        for (char c = 0; c < ' '; c++) {
            if (ESCAPES.indexOf(c) < 0 && digits.equals(JsonOut.hex(c))) {
                return c;
            }
        }
        throw notCanonical();
    }

    private String utf8(int from, int to) throws Malformed {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("not UTF-8", e);
        }
    }

    private int peek() {
        return at < bytes.length ? bytes[at] : -1;
    }

    private boolean accept(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char wanted) throws Malformed {
        if (!accept(wanted)) {
            int found = peek();
            throw found == ' ' || found == '\n' || found == '\t' || found == '\r'
                    ? notCanonical()
                    : notWellFormed();
        }
    }

    private static Malformed notWellFormed() {
        return new Malformed("not well-formed JSON");
    }

    private static Malformed notCanonical() {
        return new Malformed("the JSON is not in canonical form");
    }
}
