package org.affidavit.gateway.policy;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.gateway.policy.Parameters.Value;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// The values in `EXECUTE name (…)`. They are read from the text itself, because statements that
/// differ in nothing else share their facts.
final class ExecutedValues {
    private ExecutedValues() {}

    /// @param tokens from EXECUTE to the end
    /// @param sql the text that they were cut from
    static Parameters of(List<SqlToken> tokens, String sql) {
        int from = opening(tokens);
        if (from < 0) {
            return tokens.size() == 2 ? Parameters.NONE : Parameters.UNTOLD;
        }
        List<Value> values = new ArrayList<>();
        List<SqlToken> current = new ArrayList<>();
        int depth = 0;
        for (SqlToken token : tokens.subList(from + 1, tokens.size() - 1)) {
            boolean between = depth == 0 && token.symbol(",");
            depth += opens(token) ? 1 : closes(token) ? -1 : 0;
            if (between) {
                values.add(value(current, sql));
                current = new ArrayList<>();
            } else {
                current.add(token);
            }
        }
        values.add(value(current, sql));
        return Parameters.of(() -> values);
    }

    /// Where the values begin; -1 if they do not end with the statement.
    private static int opening(List<SqlToken> tokens) {
        boolean listed =
                tokens.size() > 4 && tokens.get(2).symbol("(") && tokens.getLast().symbol(")");
        return listed ? 2 : -1;
    }

    private static boolean opens(SqlToken token) {
        return token.symbol("(") || token.symbol("[");
    }

    private static boolean closes(SqlToken token) {
        return token.symbol(")") || token.symbol("]");
    }

    private static Value value(List<SqlToken> tokens, String sql) {
        boolean negative = tokens.size() == 2 && tokens.getFirst().symbol("-");
        SqlToken token = tokens.isEmpty() ? new SqlToken(Kind.SYMBOL, "") : tokens.getLast();
        if (negative && token.kind() == Kind.NUMBER) {
            return new Value.Text("-" + token.content(sql));
        }
        if (tokens.size() != 1) {
            return new Value.Unread();
        }
        return switch (token.kind()) {
            case NUMBER -> new Value.Text(token.content(sql));
            case TEXT -> text(token, sql);
            case PARAMETER -> passed(token, sql);
            case WORD -> word(token);
            case QUOTED, SYMBOL -> new Value.Unread();
        };
    }

    /// What a letter before the quote makes of a text is another value.
    private static Value text(SqlToken token, String sql) {
        int before = token.from() - 2;
        boolean plain =
                token.literal()
                        && (sql.charAt(token.from() - 1) == '$'
                                || before < 0
                                || !Character.isLetter(sql.charAt(before)));
        return plain ? new Value.Text(token.content(sql)) : new Value.Unread();
    }

    private static Value passed(SqlToken token, String sql) {
        String number = sql.substring(token.from(), token.to());
        return number.length() > 5
                ? new Value.Unread()
                : new Value.Passed(Integer.parseInt(number));
    }

    private static Value word(SqlToken token) {
        return switch (token.text()) {
            case "null" -> new Value.Null();
            case "true", "false" -> new Value.Text(token.text());
            default -> new Value.Unread();
        };
    }
}
