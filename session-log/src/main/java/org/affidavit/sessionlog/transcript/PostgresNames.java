package org.affidavit.sessionlog.transcript;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.transcript.Frame.Column;

/// The prepared statements and portals of one session, as far as they are on record.
///
/// What was refused or waits defines no name at the target: it goes to a draft, seen only until its
/// series of messages ends.
final class PostgresNames {
    private static final int NAMES_MAX = 10_000;
    private static final long UNKNOWN = 705;

    private final Map<String, Prepared> statements = new HashMap<>();
    private final Map<String, Bound> portals = new HashMap<>();
    private final Map<String, Prepared> draftStatements = new HashMap<>();
    private final Map<String, Bound> draftPortals = new HashMap<>();

    /// A statement, and its columns once they were described.
    static final class Prepared {
        private final String text;
        private List<Long> parameterTypes;
        private List<Described> columns = List.of();

        Prepared(String text, List<Long> parameterTypes) {
            this.text = text;
            this.parameterTypes = List.copyOf(parameterTypes);
        }

        String text() {
            return text;
        }

        /// 0 where it is not on record. A client that says `unknown` leaves it to the target.
        long parameterType(int at) {
            long type = at < parameterTypes.size() ? parameterTypes.get(at) : 0;
            return type == UNKNOWN ? 0 : type;
        }

        List<Column> columns() {
            return columns.stream()
                    .map(one -> new Column(one.name, PostgresValues.typeName(one.type), ""))
                    .toList();
        }

        void takes(List<Long> types) {
            parameterTypes = List.copyOf(types);
        }

        void described(List<Described> now) {
            columns = List.copyOf(now);
        }
    }

    /// A statement with its parameters, ready to run. Running it again goes on where it stopped.
    static final class Bound {
        private final Prepared statement;
        private final List<Optional<String>> parameters;

        // Of the results, as asked; empty where the target chooses and says so.
        private final Optional<List<Integer>> formats;
        private long row;

        Bound(
                Prepared statement,
                List<Optional<String>> parameters,
                Optional<List<Integer>> formats) {
            this.statement = statement;
            this.parameters = List.copyOf(parameters);
            this.formats = formats.map(List::copyOf);
        }

        /// A statement of the simple protocol.
        static Bound simple(String text) {
            return new Bound(new Prepared(text, List.of()), List.of(), Optional.empty());
        }

        Prepared statement() {
            return statement;
        }

        List<Optional<String>> parameters() {
            return parameters;
        }

        boolean isSimple() {
            return formats.isEmpty();
        }

        long type(int column) {
            List<Described> columns = statement.columns;
            return column < columns.size() ? columns.get(column).type : 0;
        }

        int format(int column) {
            List<Described> columns = statement.columns;
            return formats.map(asked -> formatAt(asked, column))
                    .orElse(column < columns.size() ? columns.get(column).format : 0);
        }

        long row() {
            return row;
        }

        void row(long now) {
            row = now;
        }
    }

    /// A column as the target described it.
    record Described(String name, long type, int format) {}

    /// One format for all, or one for each; none means text.
    static int formatAt(List<Integer> formats, int at) {
        if (formats.isEmpty()) {
            return 0;
        }
        return formats.size() == 1 ? formats.getFirst() : at < formats.size() ? formats.get(at) : 0;
    }

    Prepared statement(String name) {
        Prepared drafted = draftStatements.get(name);
        Prepared known = drafted == null ? statements.get(name) : drafted;
        return known == null ? unknown("statement", name) : known;
    }

    Bound portal(String name) {
        Bound drafted = draftPortals.get(name);
        Bound known = drafted == null ? portals.get(name) : drafted;
        return known == null
                ? new Bound(unknown("portal", name), List.of(), Optional.of(List.of()))
                : known;
    }

    private static Prepared unknown(String what, String name) {
        return new Prepared("(" + what + " \"" + name + "\", not on record)", List.of());
    }

    void prepare(String name, Prepared statement, boolean forwarded) {
        put(forwarded ? statements : draftStatements, name, statement);
    }

    void bind(String name, Bound portal, boolean forwarded) {
        put(forwarded ? portals : draftPortals, name, portal);
    }

    private static <T> void put(Map<String, T> names, String name, T value) {
        if (names.size() < NAMES_MAX || names.containsKey(name)) {
            names.put(name, value);
        }
    }

    void closeStatement(String name, boolean forwarded) {
        (forwarded ? statements : draftStatements).remove(name);
    }

    void closePortal(String name, boolean forwarded) {
        (forwarded ? portals : draftPortals).remove(name);
    }

    /// A series of messages is over, or another goes to the target.
    void dropDraft() {
        draftStatements.clear();
        draftPortals.clear();
    }
}
