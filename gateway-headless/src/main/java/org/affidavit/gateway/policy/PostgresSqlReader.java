package org.affidavit.gateway.policy;

import java.util.ArrayList;
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
import org.affidavit.gateway.policy.SqlFacts.Doubt;
import org.affidavit.gateway.policy.SqlFacts.Naming;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads PostgreSQL's SQL. A conservative lexer cuts it, PostgreSQL's own grammar reads it, except
/// for transactions and settings, which are read word by word. Facts from the grammar depend on
/// structure only, never on the content of literals, so statements that differ only in those share
/// one cached reading. Safe for any thread.
public final class PostgresSqlReader implements SqlReader {
    private static final int CACHED_MAX = 2_000;
    private static final int CACHED_TOKENS_MAX = 1_000;
    private static final int PARSED_TOKENS_MAX = 4_000;
    private static final int AT_ONCE_CHARACTERS_MAX = 16 * 1024;

    private static final Pattern CATALOG =
            Pattern.compile("\\bpg_catalog\\b", Pattern.CASE_INSENSITIVE);

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
            for (List<SqlToken> statement : Statements.in(SqlLexer.tokens(sql))) {
                facts.add(one(statement, sql));
            }
            return new SqlFacts(facts);
        } catch (Unsure e) {
            return SqlFacts.opaque(why(e, sql));
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
            for (List<SqlToken> statement : Statements.in(SqlLexer.tokens(sql))) {
                Optional<StatementFacts> known = atOnce(statement, sql);
                if (known.isEmpty()) {
                    return Optional.empty();
                }
                facts.add(known.get());
            }
            return Optional.of(new SqlFacts(facts));
        } catch (Unsure e) {
            return Optional.of(SqlFacts.opaque(why(e, sql)));
        }
    }

    private StatementFacts one(List<SqlToken> statement, String sql) {
        try {
            if (statement.getFirst().is("do")) {
                return DoBody.of(statement, sql, grammar);
            }
            if (FunctionBody.isDefined(statement)) {
                return FunctionBody.of(statement, sql, grammar);
            }
            Optional<StatementFacts> session = SessionStatements.read(statement, sql);
            return session.isPresent()
                    ? session.get()
                    : withValues(cached(statement), statement, sql);
        } catch (Unsure e) {
            return unsure(statement, why(e, sql));
        }
    }

    private Optional<StatementFacts> atOnce(List<SqlToken> statement, String sql) {
        try {
            Optional<StatementFacts> session = SessionStatements.read(statement, sql);
            return session.isPresent()
                    ? session
                    : Optional.ofNullable(known(template(statement)))
                            .map(facts -> withValues(facts, statement, sql));
        } catch (Unsure e) {
            return Optional.of(unsure(statement, why(e, sql)));
        }
    }

    /// What is cached has no values: many statements share it.
    private static StatementFacts withValues(
            StatementFacts facts, List<SqlToken> statement, String sql) {
        for (int i = 0; executes(facts) && i < statement.size(); i++) {
            if (statement.get(i).is("execute")) {
                var execute = statement.subList(i, statement.size());
                return facts.taking(ExecutedValues.of(execute, sql));
            }
        }
        return facts;
    }

    private static boolean executes(StatementFacts facts) {
        return facts.naming().filter(naming -> naming.kind() == Naming.Kind.EXECUTES).isPresent();
    }

    /// Whatever else it does, what it begins with is what it says.
    private static StatementFacts unsure(List<SqlToken> statement, String why) {
        SqlToken first = statement.getFirst();
        String verb = first.text().toUpperCase(Locale.ROOT);
        boolean known = first.kind() == SqlToken.Kind.WORD && SqlVerbs.ALL.contains(verb);
        return StatementFacts.opaque(known ? Set.of(verb) : Set.of(), new Doubt(why, false));
    }

    private static String why(Unsure e, String sql) {
        return CATALOG.matcher(sql).find() ? SqlFacts.CATALOG_AND + e.why() : e.why();
    }

    private StatementFacts cached(List<SqlToken> statement) throws Unsure {
        if (statement.size() > CACHED_TOKENS_MAX) {
            return parsed(statement);
        }
        String template = template(statement);
        StatementFacts known = known(template);
        if (known != null) {
            return known;
        }
        StatementFacts facts = parsed(statement);
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

    private StatementFacts parsed(List<SqlToken> tokens) throws Unsure {
        if (tokens.size() > PARSED_TOKENS_MAX) {
            throw new Unsure("it has more than " + PARSED_TOKENS_MAX + " words and signs");
        }
        try {
            JsonNode statement = grammar.parse(template(tokens)).iterator().next();
            return TreeFacts.of(statement);
        } catch (NotSql e) {
            throw new Unsure(String.valueOf(e.getMessage()));
        }
    }
}
