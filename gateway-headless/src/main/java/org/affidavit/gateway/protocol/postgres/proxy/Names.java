package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.affidavit.gateway.policy.SqlFacts;
import org.jspecify.annotations.Nullable;

/// The prepared statements and portals of a session. A verdict on `Execute` is only as good as what
/// is known here, so a name counts only once the target confirmed it, and everything that could
/// give a name another meaning behind the gateway's back makes it forgotten. A forgotten name is
/// refused, never guessed.
final class Names {
    private final Map<String, Prepared> statements = new HashMap<>();
    private final Map<String, Portal> portals = new HashMap<>();
    private boolean readingUncertain;

    /// The target has reported every setting that changed.
    void settle() {
        readingUncertain = false;
    }

    /// Changes of one batch, which count only if the batch is forwarded.
    Draft draft() {
        return new Draft();
    }

    void forgetStatement(String name) {
        statements.remove(name);
    }

    void forgetPortal(String name) {
        portals.remove(name);
    }

    /// The end of a transaction ends its portals.
    void forgetPortals() {
        portals.clear();
    }

    /// A statement as it was prepared. Two with the same text are two.
    static final class Prepared {
        private final String sql;
        private final SqlFacts facts;
        private final byte[] message;

        /// @param message the exact Parse
        Prepared(String sql, SqlFacts facts, byte[] message) {
            this.sql = sql;
            this.facts = facts;
            this.message = message;
        }

        byte[] message() {
            return message;
        }

        String sql() {
            return sql;
        }

        SqlFacts facts() {
            return facts;
        }
    }

    /// A bound statement.
    static final class Portal {
        private final Prepared statement;
        private final byte[] message;
        private boolean described;
        private @Nullable RowMasker rows;
        private Optional<String> approval = Optional.empty();

        /// @param message the exact Bind, with the values
        Portal(Prepared statement, byte[] message) {
            this.statement = statement;
            this.message = message;
        }

        byte[] message() {
            return message;
        }

        Prepared statement() {
            return statement;
        }

        /// True once the target was asked for its columns.
        boolean described() {
            return described;
        }

        void describe() {
            described = true;
        }

        void rows(RowMasker masker) {
            rows = masker;
        }

        /// How its rows are masked; null while its columns are not known.
        @Nullable RowMasker rows() {
            return rows;
        }

        /// The approval request that let it run: fetching more of its rows is the same command.
        Optional<String> approval() {
            return approval;
        }

        void approved(String request) {
            approval = Optional.of(request);
        }
    }

    /// What a batch does to the names.
    final class Draft {
        private final Map<String, Optional<Prepared>> newStatements = new HashMap<>();
        private final Map<String, Optional<Portal>> newPortals = new HashMap<>();
        private boolean forgotten;
        private boolean readingMayChange;

        /// True after a command that may change how the target reads text, until it has reported
        /// its settings: such reports come only with ReadyForQuery.
        boolean readingUncertain() {
            return readingMayChange || readingUncertain;
        }

        void readingMayChange() {
            readingMayChange = true;
        }

        Optional<Prepared> statement(String name) {
            Optional<Prepared> drafted = newStatements.get(name);
            if (drafted != null) {
                return drafted;
            }
            return forgotten ? Optional.empty() : Optional.ofNullable(statements.get(name));
        }

        Optional<Portal> portal(String name) {
            Optional<Portal> drafted = newPortals.get(name);
            if (drafted != null) {
                return drafted;
            }
            return forgotten ? Optional.empty() : Optional.ofNullable(portals.get(name));
        }

        void prepare(String name, Prepared statement) {
            newStatements.put(name, Optional.of(statement));
        }

        void bind(String name, Portal portal) {
            newPortals.put(name, Optional.of(portal));
        }

        void closeStatement(String name) {
            newStatements.put(name, Optional.empty());
        }

        void closePortal(String name) {
            newPortals.put(name, Optional.empty());
        }

        void forgetAll() {
            forgotten = true;
            newStatements.clear();
            newPortals.clear();
        }

        int statementCount() {
            return (forgotten ? 0 : statements.size()) + newStatements.size();
        }

        int portalCount() {
            return (forgotten ? 0 : portals.size()) + newPortals.size();
        }

        void commit() {
            readingUncertain |= readingMayChange;
            if (forgotten) {
                statements.clear();
                portals.clear();
            }
            newStatements.forEach((name, value) -> apply(statements, name, value));
            newPortals.forEach((name, value) -> apply(portals, name, value));
        }

        private static <T> void apply(Map<String, T> map, String name, Optional<T> value) {
            value.ifPresentOrElse(found -> map.put(name, found), () -> map.remove(name));
        }
    }
}
