package org.affidavit.gateway.masking;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.masking.Masking.Cell;
import org.affidavit.gateway.masking.Masking.MaskedText;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.masking.Masking.ResultPlan;
import org.affidavit.gateway.masking.RuleMasking.ColumnMask;

/// Applies a plan to the values of one result.
final class ColumnPlan implements ResultPlan {
    private final List<ResultColumn> columns;
    private final List<Optional<ColumnMask>> masks;
    private final RuleMasking masking;

    ColumnPlan(List<ResultColumn> columns, List<Optional<ColumnMask>> masks, RuleMasking masking) {
        this.columns = List.copyOf(columns);
        this.masks = List.copyOf(masks);
        this.masking = masking;
    }

    @Override
    public List<Optional<String>> columnRules() {
        return masks.stream().map(mask -> mask.map(ColumnMask::rule)).toList();
    }

    @Override
    public String origin(int column) {
        return masks.get(column).map(ColumnMask::origin).orElse("");
    }

    @Override
    public Cell mask(int index, byte[] value) throws MaskingFailure {
        if (index < 0 || index >= columns.size()) {
            throw new MaskingFailure("A row has a value for column " + index + ", not described.");
        }
        ResultColumn column = columns.get(index);
        if (!masking.active()) {
            return untouched(value);
        }
        if (column.format() != 0 && column.format() != 1) {
            throw new MaskingFailure("Column " + column.name() + " has an unknown format.");
        }
        ValueKind kind = ValueKind.of(column.typeOid());
        Optional<ColumnMask> mask = masks.get(index);
        if (mask.isPresent()) {
            return masked(column, kind, mask.get(), value);
        }
        return masking.detects() ? searched(column, kind, value) : checked(column, kind, value);
    }

    private static Cell masked(ResultColumn column, ValueKind kind, ColumnMask mask, byte[] value)
            throws MaskingFailure {
        if (kind != ValueKind.TEXT) {
            return new Cell(Optional.empty(), Optional.of(mask.rule()));
        }
        String replacement = Replacement.of(text(column, value), mask.keep());
        return new Cell(Optional.of(bytes(replacement)), Optional.of(mask.rule()));
    }

    private static Cell checked(ResultColumn column, ValueKind kind, byte[] value)
            throws MaskingFailure {
        if (kind == ValueKind.TEXT) {
            text(column, value);
        }
        return untouched(value);
    }

    private Cell searched(ResultColumn column, ValueKind kind, byte[] value) throws MaskingFailure {
        if (kind == ValueKind.PLAIN) {
            return untouched(value);
        }
        if (kind == ValueKind.NUMBER) {
            Optional<String> rule = masking.number(WholeNumber.digits(column, value));
            return rule.isEmpty() ? untouched(value) : new Cell(Optional.empty(), rule);
        }
        MaskedText found = masking.text(searchable(column, kind, value));
        if (found.rules().isEmpty()) {
            return untouched(value);
        }
        Optional<String> rule = Optional.of(found.rules().getFirst());
        // Other types would no longer parse with a replacement inside.
        return kind == ValueKind.TEXT
                ? new Cell(Optional.of(bytes(found.text())), rule)
                : new Cell(Optional.empty(), rule);
    }

    /// What the detectors look at. Binary forms that are not known are searched as they are: text
    /// inside arrays and composites stands in them unchanged.
    private static String searchable(ResultColumn column, ValueKind kind, byte[] value)
            throws MaskingFailure {
        if (column.format() == 0 || kind == ValueKind.TEXT || kind == ValueKind.JSON) {
            return text(column, value);
        }
        return new String(value, StandardCharsets.ISO_8859_1);
    }

    private static String text(ResultColumn column, byte[] value) throws MaskingFailure {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException _) {
            throw new MaskingFailure("Column " + column.name() + " holds text that is not UTF-8.");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Cell untouched(byte[] value) {
        return new Cell(Optional.of(value), Optional.empty());
    }
}
