package org.affidavit.gateway.command;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import java.util.stream.Collectors;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// Words of a query on the command line. One minus begins a query such as `-host:prod`, two begin
/// an option: so words with one are marked before they can be taken for `-h`.
final class QueryWords implements IParameterPreprocessor {
    /// No argument of a process can hold this character.
    private static final String MARK = "\0";

    private static final Set<String> OPTIONS = Set.of("-h", "-V");
    private static final Set<String> WITH_VALUE = Set.of("--log", "--config");

    @Override
    @SuppressWarnings("JdkObsolete") // The library hands over a Stack.
    public boolean preprocess(
            Stack<String> arguments,
            CommandSpec command,
            ArgSpec argument,
            Map<String, Object> info) {
        // The first argument lies on top, which is the end.
        for (int i = 0; i < arguments.size(); i++) {
            boolean value = i + 1 < arguments.size() && WITH_VALUE.contains(arguments.get(i + 1));
            String word = arguments.get(i);
            if (!value && word.matches("(?s)-[^-].*") && !OPTIONS.contains(word)) {
                arguments.set(i, MARK + word);
            }
        }
        return false;
    }

    /// The query as it was written.
    static String text(List<String> words) {
        return words.stream()
                .map(word -> word.startsWith(MARK) ? word.substring(MARK.length()) : word)
                .collect(Collectors.joining(" "));
    }
}
