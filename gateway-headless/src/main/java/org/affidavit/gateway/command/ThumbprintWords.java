package org.affidavit.gateway.command;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// Thumbprints of keys on the command line. One in 64 begins with a minus, and must not be taken
/// for an option: so such words are marked before.
final class ThumbprintWords implements IParameterPreprocessor {
    /// No argument of a process can hold this character.
    private static final String MARK = "\0";

    @Override
    @SuppressWarnings("JdkObsolete") // The library hands over a Stack.
    public boolean preprocess(
            Stack<String> arguments,
            CommandSpec command,
            ArgSpec argument,
            Map<String, Object> info) {
        arguments.replaceAll(word -> word.matches("-[A-Za-z0-9_-]{42}") ? MARK + word : word);
        return false;
    }

    /// The thumbprint as it was written.
    static String text(String word) {
        return word.startsWith(MARK) ? word.substring(MARK.length()) : word;
    }
}
