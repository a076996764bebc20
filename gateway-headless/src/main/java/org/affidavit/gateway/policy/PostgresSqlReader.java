package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.affidavit.gateway.grammar.NotSql;
import org.affidavit.gateway.grammar.PostgresGrammar;
import org.affidavit.gateway.policy.SqlFacts.Item;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads PostgreSQL's SQL. A conservative lexer cuts it, PostgreSQL's own grammar reads it. Facts
/// depend on structure only, never on the content of literals, so statements that differ only in
/// those share one cached reading. Safe for any thread.
public final class PostgresSqlReader implements SqlReader {
    private static final int CACHED_MAX = 2_000;
    private static final int CACHED_TOKENS_MAX = 1_000;
    private static final int STATEMENTS_MAX = 100;
    private static final int PARSED_TOKENS_MAX = 4_000;
    private static final int AT_ONCE_CHARACTERS_MAX = 16 * 1024;

    /// A plan shows expressions as they were written, no stored values.
    private static final Projection PLAN =
            new Projection(true, List.of(new Item(Set.of(), false, false)));

    private static final Pattern CATALOG =
            Pattern.compile("\\bpg_catalog\\b", Pattern.CASE_INSENSITIVE);

    private static final Set<String> QUERIES =
            Set.of("SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

    private final PostgresGrammar grammar = new PostgresGrammar();
    private final Map<String, StatementFacts> cache =
            new LinkedHashMap<>(16, 0.75f, true) {
                @java.io.Serial private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, StatementFacts> eldest) {
                    return size() > CACHED_MAX;
                }
            };

    @Override
    public SqlFacts read(String sql) {
        try {
            List<StatementFacts> facts = new ArrayList<>();
            for (List<SqlToken> statement : statements(SqlLexer.tokens(sql))) {
                facts.add(cached(statement));
            }
            return new SqlFacts(facts, false, "");
        } catch (Unsure e) {
            return SqlFacts.opaque(
                    CATALOG.matcher(sql).find() ? SqlFacts.CATALOG_AND + e.why() : e.why());
        } catch (RuntimeException | StackOverflowError e) {
            // A defect in reading must never let a statement through.
            return SqlFacts.opaque("reading it failed (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public Optional<SqlFacts> readAtOnce(String sql) {
        if (sql.length() > AT_ONCE_CHARACTERS_MAX) {
            return Optional.empty();
        }
        try {
            List<StatementFacts> facts = new ArrayList<>();
            for (List<SqlToken> statement : statements(SqlLexer.tokens(sql))) {
                StatementFacts known = known(template(statement));
                if (known == null) {
                    return Optional.empty();
                }
                facts.add(known);
            }
            return Optional.of(new SqlFacts(facts, false, ""));
        } catch (Unsure e) {
            return Optional.of(SqlFacts.opaque(e.why()));
        }
    }

    private static List<List<SqlToken>> statements(List<SqlToken> tokens) throws Unsure {
        List<List<SqlToken>> statements = new ArrayList<>();
        List<SqlToken> current = new ArrayList<>();
        int depth = 0;
        for (SqlToken token : tokens) {
            if (token.symbol(";")) {
                if (depth != 0) {
                    throw new Unsure("a semicolon stands inside parentheses");
                }
                if (!current.isEmpty()) {
                    statements.add(current);
                    current = new ArrayList<>();
                }
                continue;
            }
            if (token.symbol("(") || token.symbol("[")) {
                depth++;
            } else if (token.symbol(")") || token.symbol("]")) {
                depth--;
            }
            current.add(token);
        }
        if (depth != 0) {
            throw new Unsure("parentheses do not match");
        }
        if (!current.isEmpty()) {
            statements.add(current);
        }
        if (statements.size() > STATEMENTS_MAX) {
            throw new Unsure("it holds more than " + STATEMENTS_MAX + " statements");
        }
        return statements;
    }

    private StatementFacts cached(List<SqlToken> statement) throws Unsure {
        if (statement.size() > CACHED_TOKENS_MAX) {
            return facts(statement);
        }
        String template = template(statement);
        StatementFacts known = known(template);
        if (known != null) {
            return known;
        }
        StatementFacts facts = facts(statement);
        synchronized (cache) {
            cache.put(template, facts);
        }
        return facts;
    }

    private static String template(List<SqlToken> statement) {
        return statement.stream().map(SqlToken::rendered).collect(Collectors.joining(" "));
    }

    private @Nullable StatementFacts known(String template) {
        synchronized (cache) {
            return cache.get(template);
        }
    }

    private StatementFacts facts(List<SqlToken> tokens) throws Unsure {
        Optional<StatementFacts> session = SessionStatements.read(tokens);
        if (session.isPresent()) {
            return session.get();
        }
        Optional<StatementFacts> utility = UtilityStatements.read(tokens);
        return utility.isPresent() ? utility.get() : parsed(tokens);
    }

    private StatementFacts parsed(List<SqlToken> tokens) throws Unsure {
        if (tokens.size() > PARSED_TOKENS_MAX) {
            throw new Unsure("it has more than " + PARSED_TOKENS_MAX + " words and signs");
        }
        try {
            JsonNode statement = grammar.parse(template(tokens)).iterator().next();
            return Tree.is(statement, "ExplainStmt")
                    ? explained(statement.path("ExplainStmt"))
                    : query(statement);
        } catch (NotSql e) {
            throw new Unsure(String.valueOf(e.getMessage()));
        }
    }

    private static StatementFacts query(JsonNode statement) throws Unsure {
        String type = Tree.type(statement);
        if (!QUERIES.contains(type)) {
            throw new Unsure(
                    type.replace("Stmt", "").toUpperCase(Locale.ROOT) + " is not read here");
        }
        TreeWalk walk = TreeWalk.of(statement);
        boolean harmless = walk.functions.stream().allMatch(HarmlessFunctions::contains);
        return new StatementFacts(
                walk.verbs,
                walk.reads,
                walk.writes,
                walk.functions,
                walk.hasWhere,
                harmless && walk.verbs.equals(Set.of("SELECT")),
                TreeProjection.of(statement),
                Set.of(),
                walk.code.possible());
    }

    /// EXPLAIN runs its statement only when ANALYZE is named; any mention counts as yes. A change
    /// is never read-only here, planned or run.
    private static StatementFacts explained(JsonNode explain) throws Unsure {
        StatementFacts inner = query(explain.path("query"));
        boolean runs =
                explain.path("options")
                        .valueStream()
                        .map(option -> option.path("DefElem").path("defname").asString(""))
                        .anyMatch("analyze"::equalsIgnoreCase);
        boolean harmless = inner.functions().stream().allMatch(HarmlessFunctions::contains);
        Set<String> verbs = new HashSet<>(runs ? inner.verbs() : Set.of());
        verbs.add("EXPLAIN");
        Set<String> reads = new HashSet<>(inner.reads());
        reads.addAll(inner.writes());
        return new StatementFacts(
                verbs,
                reads,
                runs ? inner.writes() : Set.of(),
                inner.functions(),
                inner.hasWhere(),
                inner.readOnly(),
                harmless && !runs ? PLAN : Projection.UNKNOWN,
                Set.of(),
                inner.code());
    }
}
