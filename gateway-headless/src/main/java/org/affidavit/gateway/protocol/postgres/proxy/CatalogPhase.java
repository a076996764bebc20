package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.protocol.postgres.wire.BackendType;
import org.affidavit.gateway.protocol.postgres.wire.DataRow;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage;

/// Asks the target what its names mean, before the agent may speak: which table OIDs and attribute
/// numbers mean which columns, what is a view, and what code it has beside PostgreSQL's own.
final class CatalogPhase implements Phase {
    private static final int FIELDS_MAX = 5;

    private final Connection connection;
    private final Greeted target;
    private final PostgresLimits limits;
    private final Catalogs catalogs;
    private final Relations relations;
    private final CodeIndex code = new CodeIndex();
    private final CompletableFuture<OpenTarget> done = new CompletableFuture<>();
    private final Iterator<CatalogQueries> queries = List.of(CatalogQueries.values()).iterator();
    private CatalogQueries answering = queries.next();

    CatalogPhase(
            Connection connection,
            Greeted target,
            Masking masking,
            PostgresLimits limits,
            Catalogs catalogs) {
        this.connection = connection;
        this.catalogs = catalogs;
        this.target = target;
        this.limits = limits;
        this.relations = new Relations(masking.relations());
    }

    /// Completes with the same target and its catalog. Fails with [TargetRefusal].
    CompletableFuture<OpenTarget> begin() {
        Link link = target.link();
        link.become(this);
        ByteBuf out = link.allocator().buffer();
        new FrontendMessage.Query(CatalogQueries.all(limits.catalogColumnsMax())).write(out);
        link.write(out);
        link.flush();
        return done;
    }

    @Override
    public void frame(Frame frame) {
        try {
            switch (frame.type()) {
                case BackendType.DATA_ROW -> row(DataRow.read(frame, FIELDS_MAX).values());
                case BackendType.COMMAND_COMPLETE ->
                        answering = queries.hasNext() ? queries.next() : answering;
                case BackendType.READY -> ready();
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
        switch (answering) {
            case COLUMNS ->
                    relations.column(
                            Long.parseLong(texts.get(0)),
                            texts.get(1),
                            new Relations.Column(
                                    Integer.parseInt(texts.get(2)),
                                    texts.get(3),
                                    Long.parseLong(texts.get(4))));
            case PARENTS ->
                    relations.inherits(Long.parseLong(texts.get(0)), Long.parseLong(texts.get(1)));
            case VIEWS -> relations.view(texts.getFirst());
            case CODE -> code.add(texts.get(0), texts.get(1));
        }
    }

    private void ready() {
        TargetCatalog catalog = catalogs.shared(new TargetCatalog(relations, code.toCode()));
        done.complete(
                new OpenTarget(
                        target.link(),
                        target.greeting(),
                        target.key(),
                        new OriginIndex(catalog.relations()),
                        catalog));
    }

    private void fail(String what) {
        done.completeExceptionally(
                new TargetRefusal(
                        TurnAway.target(
                                "target-catalog",
                                "Nothing can be judged on resource "
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
