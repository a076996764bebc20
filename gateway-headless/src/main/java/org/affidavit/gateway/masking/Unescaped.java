package org.affidavit.gateway.masking;

import java.util.Arrays;

/// A text as whoever reads it as JSON or XML would see it, and where each of its characters comes
/// from: `anna&#64;example.org` is an address to its reader, and so is one with the four
/// hexadecimal digits of JSON behind a backslash.
///
/// @param text with its escapes resolved
/// @param origins where in the escaped text each character begins, and behind the last one where
///   that text ends
record Unescaped(String text, int[] origins) {
    /// Longer than `&commat;` and than any number of a character.
    private static final int REFERENCE_MAX = 12;

    /// What was escaped three times has seven.
    private static final int BACKSLASHES_MAX = 8;

    private static final int HEX = 16;

    static boolean hasEscapes(String text) {
        return text.indexOf('\\') >= 0 || text.indexOf("&#") >= 0 || text.contains("&commat;");
    }

    static Unescaped of(String escaped) {
        var text = new StringBuilder(escaped.length());
        int[] origins = new int[escaped.length() + 1];
        int at = 0;
        while (at < escaped.length()) {
            origins[text.length()] = at;
            int end = escape(escaped, at, text);
            if (end == at) {
                text.append(escaped.charAt(at));
                end = at + 1;
            }
            at = end;
        }
        origins[text.length()] = escaped.length();
        return new Unescaped(text.toString(), Arrays.copyOf(origins, text.length() + 1));
    }

    /// A part of [#text] as the part of the escaped text that says it.
    Span origin(Span span) {
        return new Span(origins[span.from()], origins[span.to()], span.detector());
    }

    /// Adds the character that an escape stands for.
    ///
    /// @return where the escape ends; where it began if there is none
    private static int escape(String from, int at, StringBuilder text) {
        return switch (from.charAt(at)) {
            case '\\' -> backslash(from, at, text);
            case '&' -> reference(from, at, text);
            default -> at;
        };
    }

    /// What was escaped twice, as JSON inside of an array is, has more than one backslash.
    private static int backslash(String from, int at, StringBuilder text) {
        int last = at;
        while (Characters.at(from, last + 1) == '\\' && last - at < BACKSLASHES_MAX) {
            last++;
        }
        char c = Characters.at(from, last + 1);
        if (c == 'u') {
            int code = number(from, last + 2, last + 6, HEX);
            if (code >= 0) {
                text.append((char) code);
                return last + 6;
            }
        }
        int plain = "nrtbf\"/".indexOf(c);
        if (plain < 0 || c == 0) {
            return at;
        }
        text.append("\n\r\t\b\f\"/".charAt(plain));
        return last + 2;
    }

    private static int reference(String from, int at, StringBuilder text) {
        int end = from.indexOf(';', at, Math.min(at + REFERENCE_MAX, from.length()));
        if (end < 0) {
            return at;
        }
        if (from.startsWith("&commat;", at)) {
            text.append('@');
            return end + 1;
        }
        if (Characters.at(from, at + 1) != '#') {
            return at;
        }
        boolean hex = Characters.oneOf(from, at + 2, "xX");
        int code = hex ? number(from, at + 3, end, HEX) : number(from, at + 2, end, 10);
        if (code < 0 || code > Character.MAX_VALUE) {
            return at;
        }
        text.append((char) code);
        return end + 1;
    }

    /// -1 if it is no number.
    private static int number(String from, int begin, int end, int radix) {
        if (end > from.length() || begin >= end) {
            return -1;
        }
        int number = 0;
        for (int at = begin; at < end; at++) {
            int digit = Character.digit(from.charAt(at), radix);
            if (digit < 0 || number > Character.MAX_VALUE) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
