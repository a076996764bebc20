package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.masking.Masking.OriginCatalog;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.masking.Masking.ResultPlan;
import org.affidavit.gateway.masking.MaskingFailure;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlFacts.Copied;
import org.affidavit.gateway.policy.SqlFacts.Copied.Format;
import org.affidavit.gateway.protocol.postgres.wire.CopyData;
import org.affidavit.gateway.protocol.postgres.wire.CopyResponse;
import org.affidavit.gateway.protocol.postgres.wire.Frame;

/// Rows that COPY sends to the agent: masked as if they were those of a SELECT.
final class CopyMasker {
    private final Format format;
    private final List<ResultColumn> columns;
    private final ResultPlan plan;
    private boolean header;

    private CopyMasker(Copied copied, List<ResultColumn> columns, ResultPlan plan) {
        this.format = copied.format();
        this.header = copied.header() && format != Format.BINARY;
        this.columns = columns;
        this.plan = plan;
    }

    /// @param facts of the one statement that copies
    /// @throws MaskingFailure if it is not known what will come
    static CopyMasker of(
            CopyResponse begins, Masking masking, SqlFacts facts, OriginCatalog catalog)
            throws MaskingFailure {
        Optional<Copied> found =
                facts.opaque() || facts.statements().size() != 1
                        ? Optional.empty()
                        : facts.statements().getFirst().copied();
        if (found.isEmpty()) {
            throw new MaskingFailure(
                    "It is not known which statement copies; send COPY on its own");
        }
        Copied copied = found.get();
        if (copied.format() == Format.OTHER
                || begins.binary() != (copied.format() == Format.BINARY)) {
            throw new MaskingFailure(
                    "Its rows have separators, marks or an encoding of their own, so they cannot"
                            + " be masked; leave these options out");
        }
        List<ResultColumn> columns = columns(begins, copied, catalog);
        return new CopyMasker(copied, columns, masking.plan(columns, facts, catalog));
    }

    /// As the catalog has them, where the statement names a table that can be no other one.
    private static List<ResultColumn> columns(
            CopyResponse begins, Copied copied, OriginCatalog catalog) {
        int form = begins.binary() ? 1 : 0;
        List<ResultColumn> all = catalog.columns(copied.relation());
        List<ResultColumn> meant =
                copied.columns().isEmpty()
                        ? all
                        : copied.columns().stream()
                                .flatMap(name ->
                                        all.stream().filter(column -> column.name().equals(name)))
                                .toList();
        if (meant.size() == begins.columns()) {
            return meant.stream()
                    .map(it ->
                            new ResultColumn(
                                    it.name(), it.tableOid(), it.attribute(), it.typeOid(), form))
                    .toList();
        }
        return IntStream.range(0, begins.columns())
                .mapToObj(i -> new ResultColumn(name(copied, i), 0, 0, 0, form))
                .toList();
    }

    private static String name(Copied copied, int column) {
        return column < copied.columns().size() ? copied.columns().get(column) : "";
    }

    /// The message to deliver: the same frame if nothing changed, else a new one. Retained for the
    /// caller either way.
    ///
    /// @throws MaskingFailure if a value cannot be decided
    Frame mask(Frame data, Response response, ByteBufAllocator allocator) throws MaskingFailure {
        boolean changed = false;
        var rows = new ArrayList<CopyRows.Row>();
        for (CopyRows.Row row : CopyRows.read(format, CopyData.read(data).bytes())) {
            boolean names = header || row.fields().isEmpty();
            Optional<CopyRows.Row> masked = names ? Optional.empty() : masked(row, response);
            header = false;
            changed |= masked.isPresent();
            rows.add(masked.orElse(row));
        }
        return changed
                ? new CopyData(CopyRows.write(format, rows)).write(allocator)
                : (Frame) data.retain();
    }

    /// Empty if nothing changed.
    private Optional<CopyRows.Row> masked(CopyRows.Row row, Response response)
            throws MaskingFailure {
        if (row.fields().size() != columns.size()) {
            throw new MaskingFailure("A row has other columns than were announced");
        }
        boolean changed = false;
        var fields = new ArrayList<>(row.fields());
        for (int i = 0; i < fields.size(); i++) {
            Optional<byte[]> value = fields.get(i).value();
            if (value.isPresent()) {
                Masking.Cell cell = plan.mask(i, value.get());
                if (!cell.rules().isEmpty()) {
                    response.masked(columns.get(i).name(), cell.rules(), plan.origin(i));
                    fields.set(i, CopyRows.field(format, cell.value()));
                    changed = true;
                }
            }
        }
        return changed
                ? Optional.of(new CopyRows.Row(row.raw(), Collections.unmodifiableList(fields)))
                : Optional.empty();
    }
}
