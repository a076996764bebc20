package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.gateway.policy.SqlFacts.Doubt;
import org.affidavit.gateway.policy.SqlFacts.Item;
import org.affidavit.gateway.policy.SqlFacts.PossibleCode;
import org.affidavit.gateway.policy.SqlFacts.Projection;
import org.affidavit.gateway.policy.SqlFacts.StatementFacts;
import org.affidavit.gateway.policy.SqlToken.Kind;

/// Transactions and settings, read word by word: what a client sends on its own.
final class SessionStatements {
    /// Settings that change how values look or how long things take, never what a statement does or
    /// what it may touch.
    private static final Set<String> HARMLESS =
            Set.of(
                    "application_name",
                    "extra_float_digits",
                    "datestyle",
                    "intervalstyle",
                    "timezone",
                    "client_min_messages",
                    "statement_timeout",
                    "lock_timeout",
                    "idle_in_transaction_session_timeout");

    private static final Set<String> MODES =
            Set.of(
                    "isolation",
                    "level",
                    "serializable",
                    "repeatable",
                    "read",
                    "committed",
                    "uncommitted",
                    "only",
                    "write",
                    "not",
                    "deferrable",
                    ",");
    private static final String UNKNOWN = "*";
    private static final int VALUE_MAX = 1_000;
    private static final Projection ONE_PLAIN_COLUMN =
            new Projection(true, List.of(new Item(Set.of(), false, false)));

    private final List<SqlToken> tokens;
    private final String sql;
    private int at = 1;

    private SessionStatements(List<SqlToken> tokens, String sql) {
        this.tokens = tokens;
        this.sql = sql;
    }

    /// The facts, or empty when the statement is of another kind.
    ///
    /// @param sql the text that the tokens were cut from
    /// @throws Unsure when it begins like one of these and goes on in a way not known here
    static Optional<StatementFacts> read(List<SqlToken> tokens, String sql) throws Unsure {
        SessionStatements statement = new SessionStatements(tokens, sql);
        SqlToken first = tokens.getFirst();
        if (first.kind() != Kind.WORD) {
            return Optional.empty();
        }
        return switch (first.text()) {
            case "begin", "start" -> Optional.of(statement.begin(first.is("start")));
            case "commit", "end" -> Optional.of(statement.finish("COMMIT"));
            case "rollback", "abort" -> Optional.of(statement.finish("ROLLBACK"));
            case "savepoint", "release" -> Optional.of(statement.savepoint());
            case "set" -> Optional.of(statement.set());
            case "reset" -> Optional.of(statement.reset());
            case "show" -> Optional.of(statement.show());
            default -> Optional.empty();
        };
    }

    private StatementFacts begin(boolean start) throws Unsure {
        if (!accept("transaction") && (start || !accept("work"))) {
            if (start) {
                throw unknown();
            }
        }
        boolean writes = modes();
        return facts("BEGIN", Set.of(), !writes, Projection.UNKNOWN);
    }

    /// Reads transaction modes to the end.
    ///
    /// @return true if they ask for READ WRITE
    private boolean modes() throws Unsure {
        boolean write = false;
        while (at < tokens.size()) {
            SqlToken token = tokens.get(at++);
            boolean known = token.kind() == Kind.WORD || token.symbol(",");
            if (!known || !MODES.contains(token.text())) {
                throw unknown();
            }
            write |= token.is("write");
        }
        return write;
    }

    private StatementFacts finish(String verb) throws Unsure {
        if (!accept("work")) {
            accept("transaction");
        }
        if (verb.equals("ROLLBACK") && accept("to")) {
            accept("savepoint");
            name();
        } else if (accept("and")) {
            accept("no");
            expect("chain");
        }
        end();
        return facts(verb, Set.of(), false, Projection.UNKNOWN);
    }

    private StatementFacts savepoint() throws Unsure {
        if (tokens.getFirst().is("release")) {
            accept("savepoint");
        }
        name();
        end();
        return facts("SAVEPOINT", Set.of(), true, Projection.UNKNOWN);
    }

    private StatementFacts set() throws Unsure {
        boolean session = accept("session");
        boolean local = !session && accept("local");
        if (session && accept("characteristics")) {
            expect("as");
            expect("transaction");
            return transaction();
        }
        if (session && accept("authorization")) {
            return dangerous("session_authorization");
        }
        if (!session && accept("transaction")) {
            return transaction();
        }
        if (accept("time")) {
            expect("zone");
            return setting("timezone", values());
        }
        String name = name();
        return switch (name) {
            case "role" -> dangerous("role");
            case "names" -> dangerous("client_encoding");
            case "schema" -> dangerous("search_path");
            case "constraints", "xml", "session" -> dangerous(local ? "local " + name : name);
            default -> {
                if (!accept("to") && !acceptSymbol("=")) {
                    throw unknown();
                }
                yield setting(name, values());
            }
        };
    }

    private StatementFacts transaction() throws Unsure {
        boolean write = modes();
        return facts("SET", Set.of("transaction"), !write, Projection.UNKNOWN);
    }

    private StatementFacts reset() throws Unsure {
        if (accept("session")) {
            expect("authorization");
            end();
            return setting("session_authorization");
        }
        if (accept("time")) {
            expect("zone");
            end();
            return setting("timezone");
        }
        String name = name();
        end();
        return setting(name);
    }

    private StatementFacts show() throws Unsure {
        if (accept("time")) {
            expect("zone");
            end();
            return facts("SHOW", Set.of("timezone"), true, ONE_PLAIN_COLUMN);
        }
        if (accept("transaction")) {
            expect("isolation");
            expect("level");
            end();
            return facts("SHOW", Set.of("transaction_isolation"), true, ONE_PLAIN_COLUMN);
        }
        if (accept("session")) {
            expect("authorization");
            end();
            return facts("SHOW", Set.of("session_authorization"), true, ONE_PLAIN_COLUMN);
        }
        String name = name();
        end();
        Projection projection = name.equals("all") ? Projection.UNKNOWN : ONE_PLAIN_COLUMN;
        return facts("SHOW", Set.of(name), true, projection);
    }

    private StatementFacts setting(String name) {
        return assigned(name, "default", HARMLESS.contains(name));
    }

    private StatementFacts setting(String name, String value) {
        return assigned(name, value, HARMLESS.contains(name));
    }

    private StatementFacts dangerous(String name) {
        if (!accept("to")) {
            acceptSymbol("=");
        }
        return assigned(name, written(at), false);
    }

    private static StatementFacts assigned(String name, String value, boolean readOnly) {
        return facts("SET", Set.of(name), Set.of(name + "=" + value), readOnly, Projection.UNKNOWN);
    }

    private static StatementFacts facts(
            String verb, Set<String> settings, boolean readOnly, Projection projection) {
        return facts(verb, settings, Set.of(), readOnly, projection);
    }

    private static StatementFacts facts(
            String verb,
            Set<String> settings,
            Set<String> assigns,
            boolean readOnly,
            Projection projection) {
        return new StatementFacts(
                Set.of(verb),
                Set.of(),
                Set.of(),
                Set.of(),
                true,
                true,
                readOnly,
                projection,
                settings,
                assigns,
                PossibleCode.NONE,
                Doubt.NONE);
    }

    /// The tokens from one on as a value, without quotes around texts; `*` if it cannot be told.
    private String written(int from) {
        StringBuilder value = new StringBuilder();
        for (SqlToken token : tokens.subList(from, tokens.size())) {
            switch (token.kind()) {
                case WORD, QUOTED, SYMBOL -> value.append(token.text());
                case NUMBER -> value.append(token.content(sql));
                case TEXT -> {
                    if (!token.literal()) {
                        return UNKNOWN;
                    }
                    value.append(token.content(sql));
                }
                case PARAMETER -> {
                    return UNKNOWN;
                }
            }
            if (value.length() > VALUE_MAX) {
                return UNKNOWN;
            }
        }
        return value.isEmpty() ? UNKNOWN : value.toString();
    }

    /// One or more plain values to the end, as [#written] has them.
    private String values() throws Unsure {
        String written = written(at);
        boolean wanted = true;
        while (at < tokens.size()) {
            SqlToken token = tokens.get(at++);
            if (wanted && (token.symbol("-") || token.symbol("+"))) {
                continue;
            }
            boolean comma = token.symbol(",");
            boolean value = token.kind() != Kind.SYMBOL;
            if (comma == wanted || (!comma && !value)) {
                throw unknown();
            }
            wanted = comma;
        }
        if (wanted) {
            throw unknown();
        }
        return written;
    }

    private String name() throws Unsure {
        StringBuilder name = new StringBuilder();
        while (at < tokens.size() && tokens.get(at).names()) {
            name.append(tokens.get(at++).text());
            if (at >= tokens.size() || !tokens.get(at).symbol(".")) {
                // Settings are found whatever their case, quoted or not.
                return name.toString().toLowerCase(java.util.Locale.ROOT);
            }
            name.append('.');
            at++;
        }
        throw unknown();
    }

    private boolean accept(String word) {
        if (at < tokens.size() && tokens.get(at).is(word)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean acceptSymbol(String symbol) {
        if (at < tokens.size() && tokens.get(at).symbol(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String word) throws Unsure {
        if (!accept(word)) {
            throw unknown();
        }
    }

    private void end() throws Unsure {
        if (at < tokens.size()) {
            throw unknown();
        }
    }

    private Unsure unknown() {
        return new Unsure(
                "this form of "
                        + tokens.getFirst().text().toUpperCase(java.util.Locale.ROOT)
                        + " is not known here");
    }
}
