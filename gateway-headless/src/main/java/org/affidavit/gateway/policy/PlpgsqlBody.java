package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.affidavit.gateway.grammar.NotSql;
import org.affidavit.gateway.grammar.PostgresGrammar;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.affidavit.gateway.policy.SqlToken.Kind;
import tools.jackson.databind.JsonNode;

/// What PL/pgSQL in a statement does: everything that it could run, whether it would or not. Types
/// of nodes that are not listed here are not known here, and neither is code that the body makes as
/// a text.
final class PlpgsqlBody {
    private static final String PREFIX = "PLpgSQL_";
    private static final int PARTS_MAX = 200;
    private static final int STATEMENT = 0;
    private static final int EXPRESSION = 2;

    private static final Set<String> KNOWN =
            Set.of(
                    "case_when",
                    "condition",
                    "diag_item",
                    "exception",
                    "exception_block",
                    "expr",
                    "function",
                    "if_elsif",
                    "raise_option",
                    "rec",
                    "recfield",
                    "row",
                    "stmt_assert",
                    "stmt_assign",
                    "stmt_block",
                    "stmt_call",
                    "stmt_case",
                    "stmt_commit",
                    "stmt_execsql",
                    "stmt_exit",
                    "stmt_forc",
                    "stmt_foreach_a",
                    "stmt_fori",
                    "stmt_fors",
                    "stmt_getdiag",
                    "stmt_if",
                    "stmt_loop",
                    "stmt_perform",
                    "stmt_raise",
                    "stmt_return",
                    "stmt_return_next",
                    "stmt_return_query",
                    "stmt_rollback",
                    "stmt_while",
                    "type",
                    "var");

    /// Words of PL/pgSQL that a parenthesis may follow, and types that have sizes.
    private static final Set<String> NO_CALLS =
            Set.of(
                    "assert",
                    "by",
                    "case",
                    "cursor",
                    "elseif",
                    "elsif",
                    "if",
                    "in",
                    "perform",
                    "return",
                    "when",
                    "while",
                    "bit",
                    "char",
                    "character",
                    "decimal",
                    "numeric",
                    "time",
                    "timestamp",
                    "varchar",
                    "varying");

    private static final Pattern ASSIGNMENT =
            Pattern.compile(
                    "\\s*[A-Za-z_][A-Za-z0-9_]*(?:\\s*\\.\\s*[A-Za-z_][A-Za-z0-9_]*)*\\s*:?=(.*)",
                    Pattern.DOTALL);

    private final PostgresGrammar grammar;
    private final List<String> parts = new ArrayList<>();
    private final Set<String> records = new HashSet<>();
    private final Set<String> verbs = new HashSet<>();

    private PlpgsqlBody(PostgresGrammar grammar) {
        this.grammar = grammar;
    }

    /// @param statement the whole statement: what the names in the body mean depends on it
    /// @return the facts of the body alone
    static StatementFacts of(String statement, String body, PostgresGrammar grammar) throws Unsure {
        try {
            return new PlpgsqlBody(grammar).read(statement, body);
        } catch (NotSql e) {
            throw new Unsure("its body is not read here: " + e.getMessage());
        }
    }

    private StatementFacts read(String statement, String body) throws NotSql, Unsure {
        JsonNode functions = grammar.parseBody(statement);
        if (functions.size() != 1 || !functions.path(0).path("PLpgSQL_function").has("action")) {
            throw new Unsure("its body is not read here");
        }
        node(functions);
        new Words(body).check(parts, records);
        var facts = new ArrayList<StatementFacts>();
        for (String part : parts) {
            for (JsonNode each : grammar.parse(part)) {
                facts.add(TreeFacts.of(each).certain());
            }
        }
        StatementFacts all = StatementFacts.together(facts);
        return all.doing(verbs);
    }

    private void node(JsonNode node) throws Unsure {
        if (node.isArray()) {
            for (JsonNode each : node) {
                node(each);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (field.getKey().startsWith(PREFIX)) {
                    typed(field.getKey().substring(PREFIX.length()), field.getValue());
                }
                node(field.getValue());
            }
        }
    }

    private void typed(String type, JsonNode content) throws Unsure {
        if (!KNOWN.contains(type)) {
            throw new Unsure("its body uses " + type + ", which is not known here");
        }
        switch (type) {
            case "expr" -> part(content);
            case "rec" -> records.add(content.path("refname").asString(""));
            case "stmt_commit" -> verbs.add("COMMIT");
            case "stmt_rollback" -> verbs.add("ROLLBACK");
            case "stmt_return_query" -> {
                if (content.has("dynquery")) {
                    throw new Unsure("its body runs a text");
                }
            }
            default -> {
                // It does nothing but hold others.
            }
        }
    }

    private void part(JsonNode expression) throws Unsure {
        String query = expression.path("query").asString("");
        int mode = expression.path("parseMode").asInt(-1);
        if (parts.size() >= PARTS_MAX) {
            throw new Unsure("its body has more than " + PARTS_MAX + " parts");
        }
        parts.add(
                switch (mode) {
                    case STATEMENT -> query;
                    case EXPRESSION -> "SELECT " + query;
                    default -> "SELECT " + assigned(query);
                });
    }

    private static String assigned(String query) throws Unsure {
        Matcher assignment = ASSIGNMENT.matcher(query);
        if (!assignment.matches()) {
            throw new Unsure("an assignment in its body is not known here");
        }
        return assignment.group(1);
    }

    /// The body's own words, against what the parser says of it: the parser tells nothing of the
    /// defaults of records, and might of other things.
    private record Words(String body) {
        void check(List<String> parts, Set<String> records) throws Unsure {
            List<SqlToken> words = SqlLexer.tokens(body);
            Map<String, Long> seen = calls(words);
            var told = new ArrayList<String>();
            for (String part : parts) {
                for (Map.Entry<String, Long> call : calls(SqlLexer.tokens(part)).entrySet()) {
                    for (long i = 0; i < call.getValue(); i++) {
                        told.add(call.getKey());
                    }
                }
            }
            for (Map.Entry<String, Long> call : seen.entrySet()) {
                long times = told.stream().filter(call.getKey()::equals).count();
                if (!NO_CALLS.contains(call.getKey()) && times < call.getValue()) {
                    throw new Unsure("not all that its body calls is read here");
                }
            }
            for (int i = 1; i < words.size(); i++) {
                boolean begins = words.get(i - 1).symbol(";") || words.get(i - 1).is("declare");
                boolean declares = i + 1 < words.size() && words.get(i + 1).names();
                if (begins
                        && declares
                        && records.contains(words.get(i).text())
                        && assigns(words, i)) {
                    throw new Unsure("its body gives a value to a record");
                }
            }
        }

        private static boolean assigns(List<SqlToken> words, int from) {
            for (int i = from; i < words.size() && !words.get(i).symbol(";"); i++) {
                SqlToken word = words.get(i);
                if (word.symbol(":=") || word.symbol("=") || word.is("default")) {
                    return true;
                }
            }
            return false;
        }

        private static Map<String, Long> calls(List<SqlToken> words) {
            var names = new ArrayList<String>();
            for (int i = 1; i < words.size(); i++) {
                SqlToken before = words.get(i - 1);
                boolean name = before.kind() == Kind.WORD || before.kind() == Kind.QUOTED;
                if (words.get(i).symbol("(") && name) {
                    names.add(before.text());
                }
            }
            return names.stream()
                    .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        }
    }
}
