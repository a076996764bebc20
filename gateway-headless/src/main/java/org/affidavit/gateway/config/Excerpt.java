package org.affidavit.gateway.config;

import java.util.regex.Pattern;

/// The line of a file with a caret under the place, secrets hidden.
final class Excerpt {
    private static final int CHARACTERS_MAX = 160;
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)((?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key)[\"']?\\s*:\\s*)\\S.*");
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]{1,200}@");

    private Excerpt() {}

    static String of(String text, Place place) {
        String[] lines = text.split("\r\n|\r|\n", -1);
        if (place.line() < 1 || place.line() > lines.length) {
            return "";
        }
        String line = hide(lines[place.line() - 1].replace('\t', ' '));
        String gutter = "  " + place.line() + " | ";
        int column = Math.min(place.column(), line.length() + 1);
        if (line.length() > CHARACTERS_MAX) {
            line = line.substring(0, CHARACTERS_MAX) + "…";
            column = Math.min(column, line.length());
        }
        int length = Math.clamp(place.length(), 1, Math.max(1, line.length() - column + 1));
        return gutter
                + line
                + "\n"
                + " ".repeat(gutter.length() - 2)
                + "| "
                + " ".repeat(column - 1)
                + "^".repeat(length);
    }

    private static String hide(String line) {
        return USER_INFO.matcher(SECRET.matcher(line).replaceAll("$1***")).replaceAll("://***@");
    }
}
