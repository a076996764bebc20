package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.affidavit.gateway.grammar.NotSql;
import org.affidavit.gateway.grammar.PostgresGrammar;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.affidavit.gateway.policy.SqlToken.Kind;
import tools.jackson.databind.JsonNode;

/// What a function or procedure would do that a statement defines: its body counts as if it ran.
/// The words of the definition are read as they were written, because its body is one of its
/// literals.
final class FunctionBody {
    private final List<SqlToken> tokens;
    private final String sql;
    private final PostgresGrammar grammar;

    private FunctionBody(List<SqlToken> tokens, String sql, PostgresGrammar grammar) {
        this.tokens = tokens;
        this.sql = sql;
        this.grammar = grammar;
    }

    /// Whether a statement defines a function or a procedure.
    static boolean isDefined(List<SqlToken> tokens) {
        int kind =
                tokens.size() > 3 && tokens.get(1).is("or") && tokens.get(2).is("replace") ? 3 : 1;
        return tokens.size() > kind
                && tokens.getFirst().is("create")
                && (tokens.get(kind).is("function") || tokens.get(kind).is("procedure"));
    }

    /// @param tokens of the whole statement
    /// @param sql the text that they were cut from
    static StatementFacts of(List<SqlToken> tokens, String sql, PostgresGrammar grammar)
            throws Unsure {
        try {
            return new FunctionBody(tokens, sql, grammar).read();
        } catch (NotSql e) {
            throw new Unsure("its body is not read here: " + e.getMessage());
        }
    }

    private StatementFacts read() throws NotSql, Unsure {
        JsonNode content = content(rendered(Map.of()));
        List<StatementFacts> parts = new ArrayList<>();
        parts.add(TreeRoutine.defined(content));
        if (content.has("sql_body")) {
            statements(content.path("sql_body"), parts);
        } else {
            parts.add(body());
        }
        return StatementFacts.together(parts);
    }

    private JsonNode content(String text) throws NotSql, Unsure {
        var statements = grammar.parse(text).iterator();
        JsonNode content = statements.next().path("CreateFunctionStmt");
        if (content.isMissingNode() || statements.hasNext()) {
            throw new Unsure("it defines something that is not read here");
        }
        return content;
    }

    /// The body that is a text.
    private StatementFacts body() throws NotSql, Unsure {
        int at = behind("as");
        SqlToken body = tokens.get(at);
        boolean second = at + 1 < tokens.size() && tokens.get(at + 1).symbol(",");
        String language = language();
        if (second || !body.literal() || !Set.of("sql", "plpgsql").contains(language)) {
            throw new Unsure(
                    "its body is in the language " + language + ", which is not read here");
        }
        String text = body.content(sql);
        return language.equals("sql")
                ? inSql(text)
                : PlpgsqlBody.of(
                        rendered(Map.of(at, SqlToken.quoted(text), behind("language"), language)),
                        text,
                        grammar);
    }

    private String language() throws Unsure {
        SqlToken name = tokens.get(behind("language"));
        if (name.kind() == Kind.TEXT && !name.literal()) {
            throw new Unsure("the language of its body cannot be told");
        }
        String language = name.kind() == Kind.TEXT ? name.content(sql) : name.text();
        return language.chars().allMatch(c -> c < 0x80) ? language : "of another name";
    }

    /// Statements as they could be sent one by one; what only a session knows is not known there.
    private StatementFacts inSql(String body) throws NotSql, Unsure {
        List<StatementFacts> facts = new ArrayList<>();
        for (List<SqlToken> statement : Statements.in(SqlLexer.tokens(body))) {
            String template =
                    statement.stream().map(SqlToken::rendered).collect(Collectors.joining(" "));
            for (JsonNode each : grammar.parse(template)) {
                facts.add(TreeFacts.of(each).certain());
            }
        }
        return StatementFacts.together(facts);
    }

    /// `BEGIN ATOMIC …` or `RETURN …`.
    private void statements(JsonNode body, List<StatementFacts> facts) throws Unsure {
        if (Tree.is(body, "List")) {
            for (JsonNode each : body.path("List").path("items")) {
                statements(each, facts);
            }
        } else if (Tree.is(body, "ReturnStmt")) {
            facts.add(TreeRoutine.returned(body.path("ReturnStmt")));
        } else if (!body.isEmpty()) {
            facts.add(TreeFacts.of(body).certain());
        }
    }

    /// Where the one thing stands that follows a word outside of all parentheses.
    private int behind(String word) throws Unsure {
        int depth = 0;
        int found = -1;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            depth += token.symbol("(") ? 1 : token.symbol(")") ? -1 : 0;
            if (depth == 0 && token.is(word)) {
                if (found >= 0) {
                    throw new Unsure("its body cannot be told from the rest");
                }
                found = i + 1;
            }
        }
        if (found < 0) {
            throw new Unsure("it has no body that is read here");
        }
        return found;
    }

    /// The statement without its literals, but for some.
    private String rendered(Map<Integer, String> others) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            words.add(others.getOrDefault(i, tokens.get(i).rendered()));
        }
        return String.join(" ", words);
    }
}
