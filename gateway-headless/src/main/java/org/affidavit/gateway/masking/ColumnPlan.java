package org.affidavit.gateway.masking;

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
        return masks.stream().map(mask -> mask.map(named -> named.replacement().rule())).toList();
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
                : mask.get().replacement().whole(column, value);
    }

    private static Cell checked(ResultColumn column, byte[] value) throws MaskingFailure {
        if (ValueKind.of(column.typeOid()) == ValueKind.TEXT) {
            var _ = ValueSearch.text(column, value);
        }
        return Cell.untouched(value);
    }
}
