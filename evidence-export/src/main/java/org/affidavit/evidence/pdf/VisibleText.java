package org.affidavit.evidence.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// Makes every character of a text visible. What no font can show, and what could mislead a reader
/// (control and formatting characters, text that runs from right to left, marks that join with the
/// letter before, odd spaces), becomes an escape: a backslash, the letter u and the number of the
/// character in braces. A backslash that would begin such an escape by itself is escaped too, so
/// that the reading is never ambiguous.
final class VisibleText {
    private final IntPredicate drawable;

    /// @param drawable whether the fonts have a glyph for a code point
    VisibleText(IntPredicate drawable) {
        this.drawable = drawable;
    }

    /// A stretch of text.
    ///
    /// @param escaped whether these are escapes that stand for other characters
    record Run(String text, boolean escaped) {}

    /// @return runs that alternate between plain and escaped
    List<Run> runs(String text) {
        var runs = new ArrayList<Run>();
        var current = new StringBuilder();
        boolean escaping = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            boolean escape = point == '\\' ? text.startsWith("u{", next) : !shows(point);
            if (escape != escaping && !current.isEmpty()) {
                runs.add(new Run(current.toString(), escaping));
                current.setLength(0);
            }
            escaping = escape;
            if (escape) {
                current.append("\\u{")
                        .append(Integer.toHexString(point).toUpperCase(Locale.ROOT))
                        .append('}');
            } else {
                current.appendCodePoint(point);
            }
            i = next;
        }
        if (!current.isEmpty()) {
            runs.add(new Run(current.toString(), escaping));
        }
        return runs;
    }

    /// The whole text in one piece.
    String flat(String text) {
        return runs(text).stream().map(Run::text).collect(Collectors.joining());
    }

    private boolean shows(int point) {
        return point == '\n' || (isPlain(point) && drawable.test(point));
    }

    private static boolean isPlain(int point) {
        return Character.isBmpCodePoint(point)
                && switch (Character.getType(point)) {
                    case Character.SPACE_SEPARATOR -> point == ' ';
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.NON_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.COMBINING_SPACING_MARK ->
                            false;
                    default -> isLeftToRight(point);
                };
    }

    private static boolean isLeftToRight(int point) {
        return switch (Character.getDirectionality(point)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER,
                    Character.DIRECTIONALITY_UNDEFINED ->
                    false;
            default -> true;
        };
    }
}
