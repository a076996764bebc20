package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.protocol.postgres.wire.BackendType;
import org.affidavit.gateway.protocol.postgres.wire.DataRow;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage;

/// Asks the target which table OIDs and attribute numbers mean which columns, before the agent may
/// speak. Only plain and partitioned tables and foreign tables count as known: a view has an OID of
/// its own and may show anything. Tables that hold samples of other tables' values stay unknown.
final class CatalogPhase implements Phase {
    private static final String COLUMNS =
            """
            SELECT c.oid, n.nspname || '.' || c.relname, a.attnum, a.attname
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
            AND NOT (n.nspname = 'pg_catalog' AND c.relname IN
            ('pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject', 'pg_authid',
            'pg_user_mapping', 'pg_subscription'))
            LIMIT
            """;
    private static final String PARENTS =
            "; SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits LIMIT ";
    private static final int COLUMN_FIELDS = 4;

    private final Connection connection;
    private final OpenTarget target;
    private final PostgresLimits limits;
    private final OriginIndex index;
    private final CompletableFuture<OpenTarget> done = new CompletableFuture<>();

    CatalogPhase(Connection connection, OpenTarget target, Masking masking, PostgresLimits limits) {
        this.connection = connection;
        this.target = target;
        this.limits = limits;
        this.index = new OriginIndex(masking.relations());
    }

    /// Completes with the same target and its catalog. Fails with [TargetRefusal].
    CompletableFuture<OpenTarget> begin() {
        Link link = target.link();
        link.become(this);
        ByteBuf out = link.allocator().buffer();
        String sql = COLUMNS + limits.catalogColumnsMax() + PARENTS + limits.catalogColumnsMax();
        new FrontendMessage.Query(sql).write(out);
        link.write(out);
        link.flush();
        return done;
    }

    @Override
    public void frame(Frame frame) {
        try {
            switch (frame.type()) {
                case BackendType.DATA_ROW -> row(DataRow.read(frame, COLUMN_FIELDS).values());
                case BackendType.READY ->
                        done.complete(
                                new OpenTarget(
                                        target.link(), target.greeting(), target.key(), index));
                case BackendType.ERROR -> fail("its catalog cannot be read");
                default -> {}
            }
        } finally {
            frame.release();
        }
    }

    private void row(List<Optional<byte[]>> values) {
        List<String> texts =
                values.stream()
                        .map(value -> new String(value.orElseThrow(), StandardCharsets.UTF_8))
                        .toList();
        if (texts.size() == COLUMN_FIELDS) {
            index.column(
                    Long.parseLong(texts.get(0)),
                    texts.get(1),
                    Integer.parseInt(texts.get(2)),
                    texts.get(3));
        } else {
            index.inherits(Long.parseLong(texts.get(0)), Long.parseLong(texts.get(1)));
        }
    }

    private void fail(String what) {
        done.completeExceptionally(
                new TargetRefusal(
                        TurnAway.target(
                                "target-catalog",
                                "Nothing can be masked on resource "
                                        + connection.name()
                                        + ", because "
                                        + what,
                                "Ask the operator to check the gateway's rights on the target.")));
    }

    @Override
    public void gone() {
        fail("the target closed the connection");
    }

    @Override
    public void failed(Throwable cause) {
        fail("the target broke the protocol");
    }
}
