package org.affidavit.gateway.masking;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.masking.Masking.Cell;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.masking.ValueSearch.Elements;

/// Arrays in text format, such as `[2:3]={"a, b",NULL}`: what is between braces and commas is an
/// element. One in quotes has a backslash before each quote and backslash; only one without is
/// NULL.
final class ArrayText {
    private final ResultColumn column;
    private final String text;
    private final long type;
    private final Elements inside;
    private final StringBuilder out;
    private final Set<String> rules = new LinkedHashSet<>();
    private int at;

    private ArrayText(ResultColumn column, String text, Elements inside) {
        this.column = column;
        this.text = text;
        this.type = ValueKind.element(column.typeOid());
        this.inside = inside;
        this.out = new StringBuilder(text.length());
    }

    static Cell mask(ResultColumn column, String text, byte[] value, Elements inside)
            throws MaskingFailure {
        var array = new ArrayText(column, text, inside);
        if (ValueKind.of(array.type) == ValueKind.PLAIN) {
            return Cell.untouched(value);
        }
        array.read();
        return array.rules.isEmpty()
                ? Cell.untouched(value)
                : new Cell(
                        Optional.of(array.out.toString().getBytes(StandardCharsets.UTF_8)),
                        List.copyOf(array.rules));
    }

    private void read() throws MaskingFailure {
        if (text.startsWith("[")) {
            at = text.indexOf('=') + 1;
            out.append(text, 0, at);
        }
        if (Characters.at(text, at) != '{') {
            throw unknown();
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '{' || c == '}' || c == ',') {
                out.append(c);
                at++;
            } else if (c == '"') {
                quoted();
            } else {
                plain();
            }
        }
    }

    private void plain() throws MaskingFailure {
        int start = at;
        while (at < text.length() && ",{}\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String element = text.substring(start, at);
        if (element.equals("NULL")) {
            out.append(element);
        } else {
            put(start, element);
        }
    }

    private void quoted() throws MaskingFailure {
        int start = at;
        var element = new StringBuilder();
        at++;
        while (Characters.at(text, at) != '"') {
            if (Characters.at(text, at) == '\\') {
                at++;
            }
            if (at >= text.length()) {
                throw unknown();
            }
            element.append(text.charAt(at));
            at++;
        }
        at++;
        put(start, element.toString());
    }

    private void put(int start, String element) throws MaskingFailure {
        Cell cell = inside.mask(type, element.getBytes(StandardCharsets.UTF_8));
        if (cell.rules().isEmpty()) {
            out.append(text, start, at);
            return;
        }
        rules.addAll(cell.rules());
        if (cell.value().isEmpty()) {
            out.append("NULL");
            return;
        }
        String masked = ValueSearch.text(column, cell.value().get());
        out.append('"').append(masked.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }

    private MaskingFailure unknown() {
        return new MaskingFailure(
                "Column " + column.name() + " holds an array in a form that is not known.");
    }
}
