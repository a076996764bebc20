package org.affidavit.gateway.protocol.postgres.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.masking.MaskingFailure;
import org.affidavit.gateway.policy.SqlFacts;

/// Masks the origin public.customers.email, and fails on a column called boom.
final class EmailMasking implements Masking {
    static final String MASK = "***@masked";

    private final boolean on;

    EmailMasking(boolean on) {
        this.on = on;
    }

    @Override
    public boolean hasMaskedColumns() {
        return on;
    }

    @Override
    public List<String> relations() {
        return List.of("public.customers");
    }

    @Override
    public ResultPlan plan(List<ResultColumn> columns, SqlFacts facts, OriginCatalog catalog) {
        List<Optional<String>> rules =
                columns.stream().map(column -> on ? rule(column, catalog) : none()).toList();
        return new ResultPlan() {
            @Override
            public List<Optional<String>> columnRules() {
                return rules;
            }

            @Override
            public Cell mask(int column, byte[] value) throws MaskingFailure {
                if (columns.get(column).name().equals("boom")) {
                    throw new MaskingFailure("it went boom");
                }
                byte[] mask = MASK.getBytes(StandardCharsets.UTF_8);
                return rules.get(column).isPresent()
                        ? new Cell(Optional.of(mask), rules.get(column).stream().toList())
                        : new Cell(Optional.of(value), List.of());
            }
        };
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    private static Optional<String> rule(ResultColumn column, OriginCatalog catalog) {
        if (column.tableOid() == 0) {
            return Optional.empty();
        }
        Optional<Origin> origin = catalog.origin(column.tableOid(), column.attribute());
        if (origin.isEmpty()) {
            return Optional.of("unknown-origin");
        }
        return origin.get().equals(new Origin("public.customers", "email"))
                ? Optional.of("emails")
                : Optional.empty();
    }

    @Override
    public MaskedText text(String text) {
        return new MaskedText(text.replaceAll("\\S+@\\S+", MASK), List.of());
    }
}
