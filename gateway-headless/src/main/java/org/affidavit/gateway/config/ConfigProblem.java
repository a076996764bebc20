package org.affidavit.gateway.config;

/// One thing that is wrong in a file that an operator wrote.
///
/// @param file the file's name for people
/// @param line from 1; 0 when the problem is the file itself
/// @param column from 1; 0 when the problem is the file itself
/// @param what what is wrong
/// @param instead what to write instead
/// @param excerpt the line with a caret under the place; empty when there is none. Values that look
///   like secrets are hidden
public record ConfigProblem(
        String file, int line, int column, String what, String instead, String excerpt) {
    /// The problem as the command line shows it, several lines without a final line end.
    public String text() {
        StringBuilder text = new StringBuilder(256);
        text.append(file);
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        text.append(": ").append(what);
        if (!excerpt.isEmpty()) {
            text.append('\n').append(excerpt);
        }
        if (!instead.isEmpty()) {
            text.append("\n  ").append(instead);
        }
        return text.toString();
    }
}
