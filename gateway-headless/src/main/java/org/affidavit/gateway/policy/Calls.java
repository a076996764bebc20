package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// Tells a function call from other uses of a parenthesis. In doubt it is a call.
final class Calls {
    /// Words that PostgreSQL never takes for a function's name before a parenthesis.
    private static final Set<String> NEVER =
            Set.of(
                    "in",
                    "and",
                    "or",
                    "not",
                    "exists",
                    "any",
                    "some",
                    "all",
                    "values",
                    "select",
                    "distinct",
                    "on",
                    "using",
                    "group",
                    "as",
                    "from",
                    "where",
                    "having",
                    "when",
                    "then",
                    "else",
                    "case",
                    "union",
                    "except",
                    "intersect",
                    "limit",
                    "offset",
                    "fetch",
                    "array",
                    "lateral",
                    "to",
                    "between",
                    "returning",
                    "with",
                    "only",
                    "order",
                    "default",
                    "varchar",
                    "char",
                    "character",
                    "numeric",
                    "decimal",
                    "dec",
                    "float",
                    "bit",
                    "time",
                    "timestamp",
                    "interval",
                    "precision");

    /// Words that are no call behind certain other words only.
    private static boolean inContext(String word, SqlToken before) {
        return switch (word) {
            case "by" -> before.is("group") || before.is("order") || before.is("partition");
            case "over", "filter", "within" -> before.symbol(")");
            case "first", "next" -> before.is("fetch");
            case "materialized" -> before.is("as") || before.is("not");
            case "sets" -> before.is("grouping");
            case "cube", "rollup" -> before.is("by");
            case "conflict" -> before.is("on");
            case "join" -> true;
            case "varying" -> before.is("character") || before.is("char") || before.is("bit");
            case "like", "ilike" -> before.is("not") || operand(before);
            default -> false;
        };
    }

    private Calls() {}

    /// The function called with the parenthesis at an index, empty if it is no call.
    static Optional<String> callee(List<SqlToken> tokens, int parenthesis) {
        int end = parenthesis - 1;
        if (end < 0 || !tokens.get(end).names()) {
            return Optional.empty();
        }
        SqlToken last = tokens.get(end);
        int start = end;
        while (start >= 2 && tokens.get(start - 1).symbol(".") && tokens.get(start - 2).names()) {
            start -= 2;
        }
        boolean bare = start == end && last.kind() == Kind.WORD;
        if (bare && NEVER.contains(last.text())) {
            return Optional.empty();
        }
        if (start > 0) {
            SqlToken before = tokens.get(start - 1);
            boolean typeOrAlias = before.symbol("::") || before.is("as");
            if (typeOrAlias || (bare && inContext(last.text(), before))) {
                return Optional.empty();
            }
        }
        return Optional.of(Names.chain(tokens, start));
    }

    private static boolean operand(SqlToken token) {
        return switch (token.kind()) {
            case SYMBOL -> token.symbol(")") || token.symbol("]");
            case WORD -> !Names.reserved(token);
            case QUOTED, TEXT, NUMBER, PARAMETER -> true;
        };
    }
}
