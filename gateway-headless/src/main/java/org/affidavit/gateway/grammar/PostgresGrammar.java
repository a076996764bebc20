package org.affidavit.gateway.grammar;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.affidavit.gateway.grammar.Sandbox.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads SQL as PostgreSQL 18 does. Safe for any thread; a parse takes a millisecond or more, so
/// callers keep what they learn.
public final class PostgresGrammar {
    private static final int BYTES_MAX = 64 * 1024;
    private static final int DEPTH_MAX = 1_500;
    private static final int TREE_CHARACTERS_MAX = 32 << 20;
    private static final int AT_ONCE_MAX = 2;

    private final JsonMapper json =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final ArrayBlockingQueue<Sandbox> idle = new ArrayBlockingQueue<>(AT_ONCE_MAX);

    /// The parse tree of each statement, in order, in the form of libpg_query: an object with one
    /// field, named like the node's type.
    ///
    /// @throws NotSql if PostgreSQL would refuse the text as well, or if it is too long or nested
    ///   too deeply
    public Iterable<JsonNode> parse(String sql) throws NotSql {
        JsonNode stmts = json(tree(sql, Sandbox::parse)).path("stmts");
        return stmts.valueStream().map(each -> each.path("stmt")).toList();
    }

    /// What the PL/pgSQL in a DO or in the definition of a function consists of, in the form of
    /// libpg_query: a list of functions, one for each.
    ///
    /// @throws NotSql as [#parse] does, and if the body is in another language
    public JsonNode parseBody(String sql) throws NotSql {
        return json(tree(sql, Sandbox::parseBody)).path("plpgsql_funcs");
    }

    private JsonNode json(String tree) throws NotSql {
        if (tree.length() > TREE_CHARACTERS_MAX) {
            throw new NotSql("it is too long");
        }
        try {
            return json.readTree(tree);
        } catch (JacksonException e) {
            throw new NotSql("it is nested too deeply");
        }
    }

    private String tree(String sql, BiFunction<Sandbox, byte[], Answer> reading) throws NotSql {
        byte[] utf8 = sql.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > BYTES_MAX) {
            throw new NotSql("it is longer than " + (BYTES_MAX >> 10) + " KiB");
        }
        if (sql.indexOf('\0') >= 0) {
            throw new NotSql("it holds a NUL character");
        }
        places.acquireUninterruptibly();
        try {
            @Nullable Sandbox sandbox = idle.poll();
            return tree(sandbox == null ? new Sandbox() : sandbox, utf8, reading);
        } finally {
            places.release();
        }
    }

    /// Gives the sandbox back only if nothing out of the ordinary happened in it.
    private String tree(Sandbox sandbox, byte[] utf8, BiFunction<Sandbox, byte[], Answer> reading)
            throws NotSql {
        Answer answer;
        try {
            answer = reading.apply(sandbox, utf8);
        } catch (RuntimeException | StackOverflowError e) {
            throw new NotSql("it is too much to read");
        }
        if (!sandbox.isWornOut()) {
            idle.add(sandbox);
        }
        if (answer.refused()) {
            throw new NotSql("PostgreSQL's grammar does not know it");
        }
        return answer.tree();
    }
}
