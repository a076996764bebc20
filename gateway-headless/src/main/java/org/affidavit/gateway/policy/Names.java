package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Set;

/// Names with dots, and the words that cannot be names.
final class Names {
    /// Words that PostgreSQL reserves: unquoted they are never the name of a relation or an alias.
    private static final Set<String> RESERVED =
            Set.of(
                    "all",
                    "analyse",
                    "analyze",
                    "and",
                    "any",
                    "array",
                    "as",
                    "asc",
                    "asymmetric",
                    "both",
                    "case",
                    "cast",
                    "check",
                    "collate",
                    "column",
                    "constraint",
                    "create",
                    "cross",
                    "current_catalog",
                    "current_date",
                    "current_role",
                    "current_time",
                    "current_timestamp",
                    "current_user",
                    "default",
                    "deferrable",
                    "desc",
                    "distinct",
                    "do",
                    "else",
                    "end",
                    "except",
                    "false",
                    "fetch",
                    "for",
                    "foreign",
                    "from",
                    "full",
                    "grant",
                    "group",
                    "having",
                    "ilike",
                    "in",
                    "initially",
                    "inner",
                    "intersect",
                    "into",
                    "is",
                    "isnull",
                    "join",
                    "lateral",
                    "leading",
                    "left",
                    "like",
                    "limit",
                    "localtime",
                    "localtimestamp",
                    "natural",
                    "not",
                    "notnull",
                    "null",
                    "offset",
                    "on",
                    "only",
                    "or",
                    "order",
                    "outer",
                    "placing",
                    "primary",
                    "references",
                    "returning",
                    "right",
                    "select",
                    "session_user",
                    "similar",
                    "some",
                    "symmetric",
                    "table",
                    "tablesample",
                    "then",
                    "to",
                    "trailing",
                    "true",
                    "union",
                    "unique",
                    "user",
                    "using",
                    "variadic",
                    "when",
                    "where",
                    "window",
                    "with");

    /// Words that end a FROM list.
    private static final Set<String> FROM_ENDS =
            Set.of(
                    "where",
                    "group",
                    "having",
                    "window",
                    "order",
                    "limit",
                    "offset",
                    "fetch",
                    "union",
                    "intersect",
                    "except",
                    "returning");

    private Names() {}

    static boolean endsFrom(SqlToken token) {
        return token.kind() == SqlToken.Kind.WORD && FROM_ENDS.contains(token.text());
    }

    static boolean reserved(SqlToken token) {
        return token.kind() == SqlToken.Kind.WORD && RESERVED.contains(token.text());
    }

    /// The name that starts at a token: `public.customers`. Parts that hold a dot or a quote keep
    /// their quotes, so that two different names never look alike.
    static String chain(List<SqlToken> tokens, int from) {
        StringBuilder name = new StringBuilder();
        int end = end(tokens, from);
        for (int i = from; i < end; i++) {
            SqlToken token = tokens.get(i);
            boolean ambiguous =
                    token.kind() == SqlToken.Kind.QUOTED
                            && (token.text().indexOf('.') >= 0 || token.text().indexOf('"') >= 0);
            name.append(ambiguous ? token.rendered() : token.text());
        }
        return name.toString();
    }

    /// The index behind the name that starts at a token.
    static int end(List<SqlToken> tokens, int from) {
        int at = from + 1;
        while (at + 1 < tokens.size() && tokens.get(at).symbol(".") && tokens.get(at + 1).names()) {
            at += 2;
        }
        return at;
    }
}
