package org.affidavit.gateway.command;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.encode.PayloadCodec;

/// Numbers as people list them: `0,3,5-9`.
final class NumberRanges {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,7})(?:-([0-9]{1,7}))?");

    private NumberRanges() {}

    /// None of an empty text.
    ///
    /// @param option whose value it is
    static SortedSet<Integer> read(String option, String text) throws CommandFailed {
        var numbers = new TreeSet<Integer>();
        if (text.isEmpty()) {
            return numbers;
        }
        for (String part : text.split(",", -1)) {
            var range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw none(option, text);
            }
            int from = Integer.parseInt(range.group(1));
            int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
            if (to < from || to > PayloadCodec.PIECES_MAX) {
                throw none(option, text);
            }
            for (int number = from; number <= to; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private static CommandFailed none(String option, String text) {
        return new CommandFailed(
                ExitCode.USAGE,
                option + " " + Visible.line(text) + " lists no numbers.",
                "Write them like this: " + option + " 1,3,5-9");
    }
}
