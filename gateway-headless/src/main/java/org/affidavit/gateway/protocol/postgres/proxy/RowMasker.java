package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.masking.Masking.OriginCatalog;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.masking.Masking.ResultPlan;
import org.affidavit.gateway.masking.MaskingFailure;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.protocol.postgres.wire.DataRow;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.RowDescription;

/// One result on its way to the agent: what is done to each of its rows.
final class RowMasker {
    private final List<String> names;
    private final ResultPlan plan;
    private final boolean active;

    private RowMasker(List<String> names, ResultPlan plan, boolean active) {
        this.names = names;
        this.plan = plan;
        this.active = active;
    }

    static RowMasker plan(
            RowDescription description, Masking masking, SqlFacts facts, OriginCatalog catalog) {
        List<ResultColumn> columns =
                description.columns().stream()
                        .map(column ->
                                new ResultColumn(
                                        column.name(),
                                        column.tableOid(),
                                        column.attribute(),
                                        column.typeOid(),
                                        column.format()))
                        .toList();
        return new RowMasker(
                columns.stream().map(ResultColumn::name).toList(),
                masking.plan(columns, facts, catalog),
                masking.active());
    }

    /// The row to deliver: the same frame if nothing changed, else a new one. Retained for the
    /// caller either way.
    ///
    /// @throws MaskingFailure if a value cannot be decided
    Frame mask(Frame row, Response response, PostgresLimits limits, ByteBufAllocator allocator)
            throws MaskingFailure {
        if (!active) {
            return (Frame) row.retain();
        }
        List<Optional<byte[]>> values = DataRow.read(row, limits.columnsMax()).values();
        if (values.size() != names.size()) {
            throw new MaskingFailure("A row has other columns than were described");
        }
        boolean changed = false;
        var masked = new ArrayList<Optional<byte[]>>(values.size());
        for (int i = 0; i < values.size(); i++) {
            Optional<byte[]> value = values.get(i);
            if (value.isPresent()) {
                Masking.Cell cell = plan.mask(i, value.get());
                if (!cell.rules().isEmpty()) {
                    response.masked(names.get(i), cell.rules(), plan.origin(i));
                    value = cell.value();
                    changed = true;
                }
            }
            masked.add(value);
        }
        return changed ? new DataRow(masked).write(allocator) : (Frame) row.retain();
    }
}
