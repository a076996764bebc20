package org.affidavit.desktop.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Makes visible what a text could hide: direction marks, zero-width and control characters, and
/// spaces that are not spaces. Recorded text is data; nobody should approve what they cannot see.
public final class HiddenCharacters {
    private static final int FOLD_AT = 1000;

    private HiddenCharacters() {}

    /// A text safe to show.
    ///
    /// @param text with every hidden character written as its code, such as `‹U+202E›`
    /// @param hidden where those codes are
    public record Revealed(String text, List<Span> hidden) {
        public Revealed {
            hidden = List.copyOf(hidden);
        }
    }

    /// From inclusive, to exclusive, in characters.
    public record Span(int from, int to) {}

    /// Writes out hidden characters, and folds lines past a thousand characters: one endless line
    /// would stop the screen.
    public static Revealed reveal(String raw) {
        var text = new StringBuilder(raw.length());
        var spans = new ArrayList<Span>();
        int column = 0;
        for (int i = 0; i < raw.length(); ) {
            int point = raw.codePointAt(i);
            i += Character.charCount(point);
            int start = text.length();
            boolean lineEnd = point == '\r' && i < raw.length() && raw.charAt(i) == '\n';
            if (lineEnd) {
                continue;
            }
            if (hides(point)) {
                text.append(String.format(Locale.ROOT, "\u2039U+%04X\u203a", point));
                spans.add(new Span(start, text.length()));
            } else {
                text.appendCodePoint(point);
            }
            column = point == '\n' ? 0 : column + 1;
            if (column >= FOLD_AT) {
                text.append('\n');
                column = 0;
            }
        }
        return new Revealed(text.toString(), spans);
    }

    /// True for a character that takes no ink or changes how its neighbours are read.
    static boolean hides(int point) {
        if (point == '\n' || point == '\t' || point == ' ') {
            return false;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> point == 0x3164 || point == 0x115F || point == 0x1160 || point == 0xFFA0;
        };
    }
}
