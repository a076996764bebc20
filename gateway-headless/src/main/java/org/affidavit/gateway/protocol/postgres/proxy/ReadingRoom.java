package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlReader;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage;
import org.affidavit.gateway.protocol.postgres.wire.FrontendType;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;

/// Reads the SQL of batches away from the event loops: how long that takes is in the hands of
/// agents, and no agent may keep others waiting.
final class ReadingRoom implements AutoCloseable {
    private static final Duration BATCH_MAX = Duration.ofSeconds(2);
    private static final SqlFacts TOO_LONG =
            SqlFacts.opaque("reading what was sent at once takes too long; send it in parts");

    private final SqlReader sql;
    private final PostgresLimits limits;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4),
                    Thread.ofPlatform().daemon().name("sql-reading-", 0).factory());

    ReadingRoom(SqlReader sql, PostgresLimits limits) {
        this.sql = sql;
        this.limits = limits;
    }

    /// The facts of every text in a batch, if all can be told at once.
    Optional<Map<String, SqlFacts>> readAtOnce(List<Frame> batch) {
        var facts = new HashMap<String, SqlFacts>();
        for (String text : texts(batch)) {
            Optional<SqlFacts> known = sql.readAtOnce(text);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            facts.put(text, known.get());
        }
        return Optional.of(facts);
    }

    /// The facts of every text in a batch, told on another thread.
    CompletableFuture<Map<String, SqlFacts>> read(List<Frame> batch) {
        List<String> texts = texts(batch);
        return CompletableFuture.supplyAsync(() -> readAll(texts), threads);
    }

    private Map<String, SqlFacts> readAll(List<String> texts) {
        var facts = new HashMap<String, SqlFacts>();
        long deadline = System.nanoTime() + BATCH_MAX.toNanos();
        for (String text : texts) {
            if (!facts.containsKey(text)) {
                facts.put(text, System.nanoTime() > deadline ? TOO_LONG : sql.read(text));
            }
        }
        return facts;
    }

    /// A malformed message has no text; whoever reads the batch next refuses it.
    private List<String> texts(List<Frame> batch) {
        var texts = new ArrayList<String>();
        for (Frame frame : batch) {
            if (frame.type() != FrontendType.QUERY && frame.type() != FrontendType.PARSE) {
                continue;
            }
            try {
                switch (FrontendMessage.read(frame, limits.parametersMax())) {
                    case FrontendMessage.Query(var text) -> texts.add(text);
                    case FrontendMessage.Parse parse -> texts.add(parse.sql());
                    default -> {}
                }
            } catch (ProtocolViolation _) {
                return texts;
            }
        }
        return texts;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
