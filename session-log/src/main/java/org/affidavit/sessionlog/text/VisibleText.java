package org.affidavit.sessionlog.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// Makes every character of a text visible, on screens, terminals and pages alike.
///
/// What takes no ink, joins with or reorders what stands beside it, or cannot be drawn, becomes an
/// escape: a backslash, the letter u and the number of the character in braces. A backslash that
/// would begin such an escape by itself is escaped too, so that the reading is never ambiguous.
public final class VisibleText {
    private final String kept;
    private final IntPredicate drawable;

    private VisibleText(String kept, IntPredicate drawable) {
        this.kept = kept;
        this.drawable = drawable;
    }

    /// Text of one line: line ends and tabs are escaped as well.
    public static VisibleText line() {
        return new VisibleText("", _ -> true);
    }

    /// Text of several lines, which keeps its tabs and line ends, those of Windows too.
    public static VisibleText lines() {
        return new VisibleText("\t\r\n", _ -> true);
    }

    /// Text of several lines on a page, where a tab has no width of its own.
    ///
    /// @param drawable whether the page's fonts have a glyph for a code point
    public static VisibleText page(IntPredicate drawable) {
        return new VisibleText("\n", drawable);
    }

    /// A stretch of text.
    ///
    /// @param escaped whether these are escapes that stand for other characters
    public record Run(String text, boolean escaped) {}

    /// @return runs that alternate between plain and escaped
    public List<Run> runs(String text) {
        var runs = new ArrayList<Run>();
        var current = new StringBuilder();
        boolean escaping = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int next = i + Character.charCount(point);
            boolean escape = !shows(text, i) || beginsEscape(text, i);
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
    public String of(String text) {
        return runs(text).stream().map(Run::text).collect(Collectors.joining());
    }

    /// How many characters of a text nobody would see, or see where they are.
    public int hidden(String text) {
        int hidden = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            hidden += shows(text, i) ? 0 : 1;
        }
        return hidden;
    }

    private boolean shows(String text, int at) {
        int point = text.codePointAt(at);
        if (point == '\r') {
            return kept.indexOf(point) >= 0 && text.startsWith("\r\n", at);
        }
        return kept.indexOf(point) >= 0 || (Ink.stands(point) && drawable.test(point));
    }

    private static boolean beginsEscape(String text, int at) {
        return text.startsWith("\\u{", at);
    }
}
