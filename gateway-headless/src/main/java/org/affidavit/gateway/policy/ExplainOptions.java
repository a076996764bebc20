package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Set;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// The options of an EXPLAIN. PostgreSQL takes quoted words for options too, so here only plain
/// words of a closed list are understood.
///
/// @param runs true if the statement is run to be explained
/// @param end where the statement begins
record ExplainOptions(boolean runs, int end) {
    private static final Set<String> ANALYZE = Set.of("analyze", "analyse");
    private static final Set<String> OTHERS =
            Set.of(
                    "verbose",
                    "costs",
                    "settings",
                    "generic_plan",
                    "buffers",
                    "wal",
                    "timing",
                    "summary",
                    "memory",
                    "format",
                    // values
                    "on",
                    "off",
                    "true",
                    "false",
                    "text",
                    "xml",
                    "json",
                    "yaml");

    static ExplainOptions of(List<SqlToken> tokens) throws Unsure {
        boolean listed = tokens.size() > 1 && tokens.get(1).symbol("(");
        ExplainOptions options = listed ? listed(tokens) : plain(tokens);
        if (options.end >= tokens.size()) {
            throw unknown();
        }
        return options;
    }

    private static ExplainOptions plain(List<SqlToken> tokens) {
        int at = 1;
        boolean runs = false;
        while (at < tokens.size() && (analyze(tokens.get(at)) || tokens.get(at).is("verbose"))) {
            runs |= analyze(tokens.get(at));
            at++;
        }
        return new ExplainOptions(runs, at);
    }

    private static ExplainOptions listed(List<SqlToken> tokens) throws Unsure {
        boolean runs = false;
        for (int at = 2; at < tokens.size(); at++) {
            SqlToken token = tokens.get(at);
            if (token.symbol(")")) {
                return new ExplainOptions(runs, at + 1);
            }
            boolean other = token.kind() == Kind.WORD && OTHERS.contains(token.text());
            if (!other && !analyze(token) && !token.symbol(",")) {
                throw unknown();
            }
            runs |= analyze(token);
        }
        throw unknown();
    }

    private static boolean analyze(SqlToken token) {
        return token.kind() == Kind.WORD && ANALYZE.contains(token.text());
    }

    private static Unsure unknown() {
        return new Unsure("this form of EXPLAIN is not known here");
    }
}
