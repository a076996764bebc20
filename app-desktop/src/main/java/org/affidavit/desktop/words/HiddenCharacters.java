package org.affidavit.desktop.words;

import org.affidavit.sessionlog.text.VisibleText;
import org.affidavit.sessionlog.text.VisibleText.Run;

/// Recorded text, made safe to show. It is data: nobody should approve, or believe, what they
/// cannot see.
public final class HiddenCharacters {
    private static final int FOLD_AT = 1000;
    private static final VisibleText LINES = VisibleText.lines();
    private static final VisibleText LINE = VisibleText.line();

    private HiddenCharacters() {}

    /// Text of several lines. Lines past a thousand characters are folded: one endless line would
    /// stop the screen.
    public static String shown(String recorded) {
        var text = new StringBuilder(recorded.length());
        int column = 0;
        for (Run run : LINES.runs(recorded.replace("\r\n", "\n"))) {
            for (int i = 0; i < run.text().length(); ) {
                int point = run.text().codePointAt(i);
                i += Character.charCount(point);
                text.appendCodePoint(point);
                column = point == '\n' ? 0 : column + 1;
                if (column >= FOLD_AT && !(run.escaped() && point != '}')) {
                    text.append('\n');
                    column = 0;
                }
            }
        }
        return text.toString();
    }

    /// A name, or another text that has one line: whatever would end the line is written out.
    public static String line(String recorded) {
        return LINE.of(recorded);
    }

    /// How many characters of a text had to be written out.
    public static int count(String recorded) {
        return LINES.hidden(recorded);
    }
}
