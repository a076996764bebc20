package org.affidavit.evidence.report;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.affidavit.evidence.report.ResultPart.Heading;
import org.affidavit.evidence.report.ResultPart.Value;
import org.affidavit.sessionlog.transcript.Frame;

/// Gathers the grids of one result and keeps its beginning.
final class ResultSheet {
    private static final Set<String> NUMBERS =
            Set.of(
                    "int2",
                    "int4",
                    "int8",
                    "smallint",
                    "integer",
                    "bigint",
                    "numeric",
                    "float4",
                    "float8",
                    "real",
                    "double precision",
                    "money",
                    "oid");
    private static final int HEX_BYTES_MAX = 24;

    private final ReportLimits limits;
    private final Frame.Grid first;
    private final List<List<Value>> rows = new ArrayList<>();
    private long rowsTotal;

    ResultSheet(ReportLimits limits, Frame.Grid first) {
        this.limits = limits;
        this.first = first;
    }

    void add(Frame.Grid grid) {
        rowsTotal += grid.rows().size();
        for (List<Frame.Cell> row : grid.rows()) {
            if (rows.size() == limits.rowsMax()) {
                return;
            }
            rows.add(row.stream().limit(limits.columnsMax()).map(this::value).toList());
        }
    }

    ResultPart part() {
        List<Heading> headings =
                first.columns().stream()
                        .limit(limits.columnsMax())
                        .map(ResultSheet::heading)
                        .toList();
        return new ResultPart(
                headings, rows, rowsTotal, first.columns().size(), first.firstRow() + 1);
    }

    private static Heading heading(Frame.Column column) {
        return new Heading(
                column.name(), column.type(), column.maskedBy(), NUMBERS.contains(column.type()));
    }

    private Value value(Frame.Cell cell) {
        return switch (cell) {
            case Frame.Cell.Value(String text) -> value(Value.Kind.TEXT, text);
            case Frame.Cell.Null() -> value(Value.Kind.NULL, "NULL");
            case Frame.Cell.Masked(String text, _) -> value(Value.Kind.MASKED, text);
            case Frame.Cell.Bytes(byte[] bytes) -> {
                int shown = Math.min(bytes.length, HEX_BYTES_MAX);
                yield new Value(
                        Value.Kind.BYTES,
                        new Excerpt(
                                HexFormat.of().formatHex(bytes, 0, shown), bytes.length - shown));
            }
        };
    }

    private Value value(Value.Kind kind, String text) {
        return new Value(kind, Excerpt.of(text, limits.cellCharsMax()));
    }
}
