package org.affidavit.gateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// Schema changes and maintenance. Only plain DROP and TRUNCATE are read exactly; of the others the
/// facts say too much rather than too little: every name in the text, every verb in the text, and
/// `*` for what cannot be told.
final class UtilityStatements {
    static final Set<String> STARTS =
            Set.of(
                    "drop",
                    "truncate",
                    "alter",
                    "create",
                    "grant",
                    "revoke",
                    "comment",
                    "lock",
                    "vacuum",
                    "analyze",
                    "analyse",
                    "reindex",
                    "cluster",
                    "refresh",
                    "listen",
                    "notify",
                    "unlisten",
                    "discard",
                    "deallocate",
                    "checkpoint",
                    "reassign",
                    "security",
                    "import");

    /// Words that name an effect wherever they stand.
    static final Set<String> VERBS =
            Set.of(
                    "select",
                    "insert",
                    "update",
                    "delete",
                    "merge",
                    "truncate",
                    "drop",
                    "alter",
                    "create",
                    "grant",
                    "revoke",
                    "execute",
                    "call",
                    "copy",
                    "do");

    private static final Set<String> KINDS = Set.of("table", "view", "index", "sequence");
    private static final String UNKNOWN = "*";

    private UtilityStatements() {}

    /// The facts, or empty when the statement is of another kind.
    static Optional<StatementFacts> read(List<SqlToken> tokens) {
        SqlToken first = tokens.getFirst();
        if (first.kind() != Kind.WORD || !STARTS.contains(first.text())) {
            return Optional.empty();
        }
        Optional<Set<String>> exact = dropped(tokens);
        if (exact.isPresent()) {
            return Optional.of(facts(Set.of(verb(first)), Set.of(), exact.get(), Set.of()));
        }
        Set<String> verbs = new HashSet<>(Set.of(verb(first)));
        Set<String> names = new HashSet<>(Set.of(UNKNOWN));
        for (int i = 1; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.kind() == Kind.WORD && VERBS.contains(token.text())) {
                verbs.add(verb(token));
            } else if (token.names() && !tokens.get(i - 1).symbol(".")) {
                names.add(Names.chain(tokens, i));
            }
        }
        return Optional.of(facts(verbs, names, names, Set.of(UNKNOWN)));
    }

    /// The relations of a plain `DROP TABLE a, b` or `TRUNCATE a`; empty for any other form.
    private static Optional<Set<String>> dropped(List<SqlToken> tokens) {
        int at = 1;
        if (tokens.getFirst().is("drop")) {
            if (tokens.size() < 3
                    || tokens.get(1).kind() != Kind.WORD
                    || !KINDS.contains(tokens.get(1).text())) {
                return Optional.empty();
            }
            at = tokens.get(2).is("if") && tokens.size() > 4 && tokens.get(3).is("exists") ? 4 : 2;
        } else if (!tokens.getFirst().is("truncate")) {
            return Optional.empty();
        } else if (tokens.size() > 1 && tokens.get(1).is("table")) {
            at = 2;
        }
        Set<String> names = new HashSet<>();
        while (at < tokens.size() && tokens.get(at).names()) {
            names.add(Names.chain(tokens, at));
            at = Names.end(tokens, at);
            if (at >= tokens.size() || (tokens.get(at).is("restrict") && at + 1 == tokens.size())) {
                return Optional.of(names);
            }
            if (tokens.get(at).is("cascade") && at + 1 == tokens.size()) {
                names.add(UNKNOWN);
                return Optional.of(names);
            }
            if (!tokens.get(at).symbol(",")) {
                return Optional.empty();
            }
            at++;
        }
        return Optional.empty();
    }

    private static String verb(SqlToken token) {
        return token.text().toUpperCase(Locale.ROOT);
    }

    private static StatementFacts facts(
            Set<String> verbs, Set<String> reads, Set<String> writes, Set<String> functions) {
        return new StatementFacts(verbs, reads, writes, functions, true, false, Projection.UNKNOWN);
    }
}
