package org.affidavit.index.lucene;

import org.affidavit.index.query.Letters;

/// The ways in which text is cut into what can be found.
///
/// Every identifier is found whole, however it is cased, and by its parts. The other ways are for
/// wildcards, which match one piece of text: the wider ones let them reach over punctuation, the
/// narrower ones let nothing hide behind punctuation.
enum Cut {
    /// From white space to white space.
    SPACED,
    /// Without the quotes, brackets, commas and the like that lie around values and paths.
    ENCLOSED,
    /// Words joined by single dots, at signs, pluses or hyphens: addresses, hosts, dotted names.
    JOINED,
    /// The unit of phrases: each takes one position, together with all that begins in it.
    WORD,
    /// A word up to a mark on one of its letters.
    IDENTIFIER,
    /// An identifier up to an underscore or to where case changes: `XMLFile_name` has three parts.
    PART;

    private boolean belongs(int codePoint) {
        return switch (this) {
            case SPACED -> !Character.isWhitespace(codePoint);
            case ENCLOSED -> !Character.isWhitespace(codePoint) && !encloses(codePoint);
            case JOINED, WORD -> Letters.inWord(codePoint);
            case IDENTIFIER -> Letters.inIdentifier(codePoint);
            case PART -> Letters.isLetter(codePoint);
        };
    }

    /// Where a piece begins at or after a place; the length, if nowhere.
    int start(char[] text, int from, int length) {
        int at = from;
        while (at < length) {
            int here = Character.codePointAt(text, at, length);
            if (belongs(here)) {
                return at;
            }
            at += Character.charCount(here);
        }
        return length;
    }

    /// Where the piece that begins at a place ends.
    int end(char[] text, int start, int length) {
        return switch (this) {
            case JOINED -> joinedEnd(text, start, length);
            case PART -> partEnd(text, start, length);
            default -> runEnd(text, start, length);
        };
    }

    private int runEnd(char[] text, int start, int length) {
        int at = start;
        while (at < length) {
            int here = Character.codePointAt(text, at, length);
            if (!belongs(here)) {
                return at;
            }
            at += Character.charCount(here);
        }
        return length;
    }

    private int joinedEnd(char[] text, int start, int length) {
        int end = runEnd(text, start, length);
        while (end + 1 < length
                && ".@+-".indexOf(text[end]) >= 0
                && belongs(Character.codePointAt(text, end + 1, length))) {
            end = runEnd(text, end + 1, length);
        }
        return end;
    }

    private int partEnd(char[] text, int start, int length) {
        int before = Character.codePointAt(text, start, length);
        int at = start + Character.charCount(before);
        while (at < length) {
            int here = Character.codePointAt(text, at, length);
            int next = at + Character.charCount(here);
            int after = next < length ? Character.codePointAt(text, next, length) : ' ';
            if (!belongs(here) || caseChanges(before, here, after)) {
                return at;
            }
            before = here;
            at = next;
        }
        return length;
    }

    private static boolean caseChanges(int before, int here, int after) {
        return Character.isUpperCase(here)
                && (Character.isLowerCase(before)
                        || (Character.isUpperCase(before) && Character.isLowerCase(after)));
    }

    private static boolean encloses(int codePoint) {
        return "\"'`,;|<>".indexOf(codePoint) >= 0
                || switch (Character.getType(codePoint)) {
                    case Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION ->
                            true;
                    default -> false;
                };
    }
}
