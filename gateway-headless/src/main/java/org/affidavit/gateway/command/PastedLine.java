package org.affidavit.gateway.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A command line that a shell understands as it is printed.
final class PastedLine {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private PastedLine() {}

    static String of(List<String> words) {
        return words.stream().map(PastedLine::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
