package org.affidavit.gateway.masking;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.masking.Masking.Cell;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.masking.Masking.ResultPlan;
import org.affidavit.gateway.masking.RuleMasking.ColumnMask;

/// Applies a plan to the values of one result.
final class ColumnPlan implements ResultPlan {
    private final List<ResultColumn> columns;
    private final List<Optional<ColumnMask>> masks;
    private final RuleMasking masking;
    private final ValueSearch search;

    ColumnPlan(List<ResultColumn> columns, List<Optional<ColumnMask>> masks, RuleMasking masking) {
        this.columns = List.copyOf(columns);
        this.masks = List.copyOf(masks);
        this.masking = masking;
        this.search = new ValueSearch(masking);
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
            return Cell.untouched(value);
        }
        if (column.format() != 0 && column.format() != 1) {
            throw new MaskingFailure("Column " + column.name() + " has an unknown format.");
        }
        Optional<ColumnMask> mask = masks.get(index);
        if (mask.isEmpty()) {
            return masking.detects() ? search.search(column, value) : checked(column, value);
        }
        ValueKind kind = ValueKind.of(column.typeOid());
        boolean document = kind == ValueKind.JSON || kind == ValueKind.JSONB;
        return document && !mask.get().members().isEmpty()
                ? search.json(column, value, mask.get().members())
                : whole(column, kind, mask.get(), value);
    }

    private Cell whole(ResultColumn column, ValueKind kind, ColumnMask mask, byte[] value)
            throws MaskingFailure {
        boolean text = kind == ValueKind.TEXT || (kind == ValueKind.UNTOLD && column.format() == 0);
        if (!text) {
            return new Cell(Optional.empty(), List.of(mask.rule()));
        }
        String replacement = masking.replacement(ValueSearch.text(column, value), mask.keep());
        return new Cell(
                Optional.of(replacement.getBytes(StandardCharsets.UTF_8)), List.of(mask.rule()));
    }

    private static Cell checked(ResultColumn column, byte[] value) throws MaskingFailure {
        if (ValueKind.of(column.typeOid()) == ValueKind.TEXT) {
            var _ = ValueSearch.text(column, value);
        }
        return Cell.untouched(value);
    }
}
