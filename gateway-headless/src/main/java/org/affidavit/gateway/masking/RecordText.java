package org.affidavit.gateway.masking;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.masking.Masking.Cell;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.masking.ValueSearch.Elements;

/// Rows in text format, such as `(1,"say ""hi""",)`. The types of the fields are not in it, so one
/// in which something is found becomes NULL, which is nothing between two commas.
final class RecordText {
    private RecordText() {}

    static Cell mask(ResultColumn column, String text, byte[] value, Elements inside)
            throws MaskingFailure {
        int last = text.length() - 1;
        if (last < 1 || text.charAt(0) != '(' || text.charAt(last) != ')') {
            throw unknown(column);
        }
        var out = new StringBuilder(text.length()).append('(');
        Set<String> rules = new LinkedHashSet<>();
        int at = 1;
        while (at < last) {
            int end = end(text, at, last);
            Cell cell = inside.mask(ValueKind.UNTOLD_OID, field(text, at, end));
            rules.addAll(cell.rules());
            if (cell.rules().isEmpty()) {
                out.append(text, at, end);
            }
            if (end < last) {
                out.append(',');
            }
            at = end + 1;
        }
        return rules.isEmpty()
                ? Cell.untouched(value)
                : new Cell(
                        Optional.of(out.append(')').toString().getBytes(StandardCharsets.UTF_8)),
                        List.copyOf(rules));
    }

    /// Where a field ends: at a comma that is not in quotes.
    private static int end(String text, int from, int last) {
        boolean quoted = false;
        for (int at = from; at < last; at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return at;
            }
        }
        return last;
    }

    private static byte[] field(String text, int from, int to) {
        var field = new StringBuilder(to - from);
        boolean quoted = false;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if (c == '"') {
                boolean doubled = quoted && Characters.at(text, at + 1) == '"';
                if (doubled) {
                    field.append(c);
                    at++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == '\\' && at + 1 < to) {
                at++;
                field.append(text.charAt(at));
            } else {
                field.append(c);
            }
        }
        return field.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static MaskingFailure unknown(ResultColumn column) {
        return new MaskingFailure(
                "Column " + column.name() + " holds a row in a form that is not known.");
    }
}
