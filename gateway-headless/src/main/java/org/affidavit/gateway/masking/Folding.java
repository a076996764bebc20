package org.affidavit.gateway.masking;

/// Writes the many spaces, hyphens and digits that there are as the plain ones, so that a value is
/// found however it is typed. Every character stays at its place.
final class Folding {
    private static final char FULL_WIDTH_FIRST = '\uff01';
    private static final char FULL_WIDTH_LAST = '\uff5e';
    private static final int FULL_WIDTH = FULL_WIDTH_FIRST - '!';

    /// No dash, digit or space stands before it beside the plain ones and the no-break space.
    private static final char DASHES_FIRST = '\u058a';

    private Folding() {}

    static String fold(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c > '~' && plain(c) != c) {
                return fold(text, at);
            }
        }
        return text;
    }

    private static String fold(String text, int from) {
        char[] folded = text.toCharArray();
        for (int at = from; at < folded.length; at++) {
            if (folded[at] > '~') {
                folded[at] = plain(folded[at]);
            }
        }
        return new String(folded);
    }

    private static char plain(char c) {
        if (c < DASHES_FIRST) {
            return c == '\u00a0' ? ' ' : c;
        }
        if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST) {
            return (char) (c - FULL_WIDTH);
        }
        return switch (Character.getType(c)) {
            case Character.SPACE_SEPARATOR -> ' ';
            case Character.DASH_PUNCTUATION -> '-';
            case Character.DECIMAL_DIGIT_NUMBER -> (char) ('0' + Character.digit(c, 10));
            default -> c == '\u2212' ? '-' : c;
        };
    }
}
