package org.affidavit.gateway.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.util.TablesNamesFinder;

/// A whole parser reads the same tokens, and must find the same statement with the same relations
/// and the same number of SELECTs. Two readings that differ mean that the text is not understood.
final class SecondReading {
    private static final Duration TIME_MAX = Duration.ofSeconds(1);
    private static final int TOKENS_MAX = 4_000;

    /// A parse that hangs keeps one of these until it notices that it was stopped.
    private static final int AT_ONCE_MAX = 4;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);

    /// Checks that the second parser agrees with the first reading.
    void confirm(List<SqlToken> tokens, QueryScan scan) throws Unsure {
        if (tokens.size() > TOKENS_MAX) {
            throw new Unsure("it has more than " + TOKENS_MAX + " words and signs");
        }
        String text = tokens.stream().map(SqlToken::rendered).collect(Collectors.joining(" "));
        Found found = new Found(parse(text));
        if (!found.relations.equals(scan.relations.names())
                || found.selects.size() != scan.selects) {
            throw new Unsure("two parsers read it differently");
        }
        if (!verb(found.statement).equals(first(scan, tokens))) {
            throw new Unsure("two parsers read it differently");
        }
    }

    private Statement parse(String text) throws Unsure {
        if (!places.tryAcquire()) {
            throw new Unsure("too many statements are being read at once; try again");
        }
        try {
            CCJSqlParser parser =
                    new CCJSqlParser(new StringProvider(text))
                            .withAllowComplexParsing(true)
                            .withUnsupportedStatements(false)
                            .withTimeOut(TIME_MAX.toMillis());
            return CCJSqlParserUtil.parseStatement(parser, threads);
        } catch (JSQLParserException _) {
            // Its message quotes the statement and is of no use to an agent.
            throw new Unsure("it does not parse");
        } finally {
            places.release();
        }
    }

    private static String verb(Statement statement) {
        return switch (statement) {
            case Select _ -> "select";
            case Insert _ -> "insert";
            case Update _ -> "update";
            case Delete _ -> "delete";
            default -> "other";
        };
    }

    /// What the statement itself is, behind its WITH list.
    private static String first(QueryScan scan, List<SqlToken> tokens) {
        SqlToken main = tokens.get(scan.mainStart());
        return switch (main.text()) {
            case "insert", "update", "delete" -> main.text();
            default -> "select";
        };
    }

    private static final class Found extends TablesNamesFinder<Void> {
        private final Statement statement;
        private final Set<String> relations = new HashSet<>();
        private final Set<PlainSelect> selects = Collections.newSetFromMap(new IdentityHashMap<>());

        @SuppressWarnings("this-escape")
        Found(Statement statement) {
            this.statement = statement;
            getTables(statement);
        }

        @Override
        public <S> Void visit(Table table, S context) {
            relations.add(folded(table.getFullyQualifiedName()));
            return super.visit(table, context);
        }

        @Override
        public <S> Void visit(PlainSelect select, S context) {
            selects.add(select);
            return super.visit(select, context);
        }

        private static String folded(String name) {
            try {
                return Names.chain(SqlLexer.tokens(name), 0);
            } catch (Unsure _) {
                return name;
            }
        }
    }
}
