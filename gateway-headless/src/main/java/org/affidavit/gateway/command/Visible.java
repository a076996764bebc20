package org.affidavit.gateway.command;

import java.util.Locale;

/// Makes text from elsewhere safe and honest on a terminal: control characters cannot move the
/// cursor, and characters that hide or reorder text are shown by their number.
final class Visible {
    private Visible() {}

    /// Text of one line: line ends are shown as well.
    static String line(String text) {
        return shown(text, false);
    }

    /// Text of several lines; tabs and line ends stay.
    static String text(String text) {
        return shown(text, true);
    }

    private static String shown(String text, boolean lines) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> {
                    if (plain(point) || (lines && (point == '\n' || point == '\t'))) {
                        shown.appendCodePoint(point);
                    } else {
                        shown.append(name(point));
                    }
                });
        return shown.toString();
    }

    private static boolean plain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            // Fillers and variation selectors print as nothing.
            default ->
                    !(point == 0x115F
                            || point == 0x1160
                            || point == 0x3164
                            || point == 0xFFA0
                            || point == 0x2800
                            || (point >= 0xFE00 && point <= 0xFE0F)
                            || (point >= 0xE0100 && point <= 0xE01EF));
        };
    }

    private static String name(int point) {
        return switch (point) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u{%04X}", point);
        };
    }
}
