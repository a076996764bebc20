package org.affidavit.gateway.command;

import org.affidavit.sessionlog.text.VisibleText;

/// Makes text from elsewhere safe and honest on a terminal: nothing in it moves the cursor, hides,
/// or reorders what stands beside it.
final class Visible {
    private static final VisibleText LINE = VisibleText.line();
    private static final VisibleText LINES = VisibleText.lines();

    private Visible() {}

    /// Text of one line: line ends are shown as well.
    static String line(String text) {
        return LINE.of(text);
    }

    /// Text of several lines; tabs and line ends stay.
    static String text(String text) {
        return LINES.of(text);
    }
}
