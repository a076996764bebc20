package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.affidavit.gateway.policy.Parameters;
import org.affidavit.gateway.policy.SqlFacts;
import org.affidavit.gateway.policy.SqlNames;
import org.affidavit.gateway.protocol.postgres.wire.ParameterTypes;
import org.jspecify.annotations.Nullable;

/// The prepared statements and portals of a session. A verdict on `Execute` is only as good as what
/// is known here, so a name counts only once the target confirmed it, and everything that could
/// give a name another meaning behind the gateway's back makes it forgotten. A forgotten name is
/// refused, never guessed.
final class Names {
    private final Shelf<Prepared> statements = new Shelf<>();
    private final Shelf<Portal> portals = new Shelf<>();
    private SqlNames sql = SqlNames.NONE;
    private SqlNames sqlBefore = SqlNames.NONE;
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
        statements.set(name, Optional.empty());
    }

    void forgetPortal(String name) {
        portals.set(name, Optional.empty());
    }

    /// The end of a transaction ends its portals.
    void forgetPortals() {
        portals.clear();
        sql = sql.withoutCursors();
    }

    /// Something failed: it is not known which of the batch's names took effect.
    void doubtSql() {
        sql = sql.and(sqlBefore);
    }

    /// A statement as it was prepared. Two with the same text are two.
    static final class Prepared implements Shelf.Sized {
        private final String sql;
        private final SqlFacts facts;
        private final byte[] message;
        private Optional<ParameterTypes> described = Optional.empty();

        /// @param message the exact Parse
        Prepared(String sql, SqlFacts facts, byte[] message) {
            this.sql = sql;
            this.facts = facts;
            this.message = message;
        }

        byte[] message() {
            return message;
        }

        /// The types of its parameters, as far as they are known.
        ParameterTypes parameterTypes() {
            return described.orElseGet(() -> ParameterTypes.declared(message));
        }

        /// The target told the types of its parameters.
        void described(ParameterTypes types) {
            described = Optional.of(types);
        }

        String sql() {
            return sql;
        }

        SqlFacts facts() {
            return facts;
        }

        @Override
        public long bytes() {
            return (long) Character.BYTES * sql.length() + message.length;
        }
    }

    /// A bound statement.
    static final class Portal implements Shelf.Sized {
        private final Prepared statement;
        private final byte[] message;
        private boolean described;
        private @Nullable RowMasker rows;
        private Optional<String> approval = Optional.empty();
        private final Parameters values = BoundParameters.of(this);

        /// @param message the exact Bind, with the values
        Portal(Prepared statement, byte[] message) {
            this.statement = statement;
            this.message = message;
        }

        /// A statement without values, for asking what it takes.
        static Portal unbound(Prepared statement) {
            return new Portal(statement, new byte[0]);
        }

        byte[] message() {
            return message;
        }

        Prepared statement() {
            return statement;
        }

        /// The values for policy, the same however often it runs.
        Parameters values() {
            return values;
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

        /// Its statement may have been closed or replaced since, and is kept all the same.
        @Override
        public long bytes() {
            return statement.bytes() + message.length;
        }
    }

    /// What a batch does to the names.
    final class Draft {
        private final Map<String, Optional<Prepared>> newStatements = new HashMap<>();
        private final Map<String, Optional<Portal>> newPortals = new HashMap<>();
        private long moreBytes;
        private boolean forgotten;
        private boolean readingMayChange;
        private SqlNames newSql = sql;

        /// What a text does, with what it names looked up, and the names that it makes.
        SqlFacts run(SqlFacts facts) {
            SqlNames.Resolved resolved = newSql.resolve(facts);
            newSql = resolved.after();
            return resolved.facts();
        }

        /// The same without running it.
        SqlFacts lookUp(SqlFacts facts) {
            return newSql.resolve(facts).facts();
        }

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
            return forgotten ? Optional.empty() : statements.get(name);
        }

        Optional<Portal> portal(String name) {
            Optional<Portal> drafted = newPortals.get(name);
            if (drafted != null) {
                return drafted;
            }
            return forgotten ? Optional.empty() : portals.get(name);
        }

        void prepare(String name, Prepared statement) {
            moreBytes += statement.bytes() - bytes(statement(name));
            newStatements.put(name, Optional.of(statement));
            newSql = newSql.withoutPrepared(name);
        }

        void bind(String name, Portal portal) {
            moreBytes += portal.bytes() - bytes(portal(name));
            newPortals.put(name, Optional.of(portal));
            newSql = newSql.withoutCursor(name);
        }

        void closeStatement(String name) {
            moreBytes -= bytes(statement(name));
            newStatements.put(name, Optional.empty());
        }

        void closePortal(String name) {
            moreBytes -= bytes(portal(name));
            newPortals.put(name, Optional.empty());
        }

        void forgetAll() {
            forgotten = true;
            moreBytes = 0;
            newStatements.clear();
            newPortals.clear();
        }

        int statementCount() {
            return (forgotten ? 0 : statements.count()) + newStatements.size();
        }

        int portalCount() {
            return (forgotten ? 0 : portals.count()) + newPortals.size();
        }

        /// What statements and portals would keep in memory after this batch.
        long bytes() {
            return (forgotten ? 0 : statements.bytes() + portals.bytes()) + moreBytes;
        }

        private static long bytes(Optional<? extends Shelf.Sized> thing) {
            return thing.map(Shelf.Sized::bytes).orElse(0L);
        }

        void commit() {
            readingUncertain |= readingMayChange;
            sqlBefore = sql;
            sql = newSql;
            if (forgotten) {
                statements.clear();
                portals.clear();
            }
            newStatements.forEach(statements::set);
            newPortals.forEach(portals::set);
        }
    }
}
