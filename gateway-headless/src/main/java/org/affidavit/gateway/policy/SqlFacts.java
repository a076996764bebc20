package org.affidavit.gateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a parser knows of one SQL text (one or several statements).
///
/// @param statements the statements, in order; empty when the text holds only comments or nothing
/// @param opaque true when any part cannot be known (unparsed, dynamic): treated as the worst
/// @param why what could not be known, for people; empty when not opaque
public record SqlFacts(List<StatementFacts> statements, boolean opaque, String why) {
    private static final Set<String> SCHEMA_VERBS =
            Set.of("CREATE", "ALTER", "DROP", "IMPORT", "DO", "CALL", "EXECUTE");

    /// How a reason begins when the statement asks PostgreSQL's own catalogue.
    static final String CATALOG_AND = "it asks pg_catalog, and ";

    public SqlFacts {
        statements = List.copyOf(statements);
    }

    /// What to write instead of a statement that is opaque.
    String instead() {
        return why.startsWith(CATALOG_AND)
                ? "Ask information_schema instead, such as information_schema.tables or .columns."
                : "Write it in plain SQL, one statement at a time.";
    }

    /// Text that no parser here understands.
    public static SqlFacts opaque(String why) {
        return new SqlFacts(List.of(), true, why);
    }

    /// True when every statement is proven to change nothing.
    public boolean readOnly() {
        return !opaque && statements.stream().allMatch(StatementFacts::readOnly);
    }

    /// True when names may mean other relations afterwards.
    public boolean mayChangeSchema() {
        return opaque
                || statements.stream()
                        .flatMap(statement -> statement.verbs().stream())
                        .anyMatch(SCHEMA_VERBS::contains);
    }

    /// Everything the statements do, sorted; `OPAQUE` when it cannot be told.
    public List<String> verbs() {
        return opaque ? List.of("OPAQUE") : collect(StatementFacts::verbs);
    }

    /// Everything the statements touch (relations and settings), sorted.
    public List<String> objects() {
        return collect(statement ->
                Stream.of(statement.reads(), statement.writes(), statement.settings())
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet()));
    }

    /// The facts of one of the statements alone, such as the one whose result arrives.
    ///
    /// @param index from 0
    public SqlFacts only(int index) {
        return new SqlFacts(List.of(statements.get(index)), opaque, why);
    }

    private List<String> collect(Function<StatementFacts, Set<String>> part) {
        return statements.stream().map(part).flatMap(Set::stream).distinct().sorted().toList();
    }

    /// One statement.
    ///
    /// @param verbs everything it does, upper case, through CTEs and sub-selects; transaction
    ///   control is `BEGIN`, `COMMIT`, `ROLLBACK`, `SAVEPOINT`
    /// @param reads relations read, lower case as PostgreSQL folds them, schema-qualified if
    ///   written so
    /// @param writes relations changed
    /// @param functions functions called, lower case
    /// @param hasWhere false for an UPDATE or DELETE of everything
    /// @param readOnly proven to change nothing: only SELECT, SHOW and the like, and only functions
    ///   known to be harmless
    /// @param projection what each output column is made of, in order
    /// @param settings settings that a SET, RESET or SHOW names, lower case, such as
    ///   `application_name`, `role` or `transaction`
    /// @param code what the target may take for calls of its own or other people's code
    public record StatementFacts(
            Set<String> verbs,
            Set<String> reads,
            Set<String> writes,
            Set<String> functions,
            boolean hasWhere,
            boolean readOnly,
            Projection projection,
            Set<String> settings,
            PossibleCode code) {
        public StatementFacts {
            verbs = Set.copyOf(verbs);
            reads = Set.copyOf(reads);
            writes = Set.copyOf(writes);
            functions = Set.copyOf(functions);
            settings = Set.copyOf(settings);
        }

        /// The same without settings, and with nothing that a target could take for code.
        public StatementFacts(
                Set<String> verbs,
                Set<String> reads,
                Set<String> writes,
                Set<String> functions,
                boolean hasWhere,
                boolean readOnly,
                Projection projection) {
            this(
                    verbs,
                    reads,
                    writes,
                    functions,
                    hasWhere,
                    readOnly,
                    projection,
                    Set.of(),
                    PossibleCode.NONE);
        }

        /// The same statement at a target that takes part of it for calls of code that is unknown
        /// here: it may change anything and its output may come from anywhere.
        StatementFacts calling(Set<String> unknown) {
            var all = new HashSet<>(functions);
            all.addAll(unknown);
            return new StatementFacts(
                    verbs, reads, writes, all, hasWhere, false, Projection.UNKNOWN, settings, code);
        }
    }

    /// What only the target can tell to be a call or not. In PostgreSQL `t.f` is the column `f` of
    /// `t` or else the function `f` called with a row of `t`; an operator is a call of its
    /// function.
    ///
    /// @param attributes last parts of names with dots
    /// @param ofValues those of them behind what may be the bare value of a function, so that any
    ///   function of one argument may be meant
    /// @param operators operators used
    public record PossibleCode(
            Set<String> attributes, Set<String> ofValues, Set<String> operators) {
        /// Nothing of the kind.
        public static final PossibleCode NONE = new PossibleCode(Set.of(), Set.of(), Set.of());

        public PossibleCode {
            attributes = Set.copyOf(attributes);
            ofValues = Set.copyOf(ofValues);
            operators = Set.copyOf(operators);
        }
    }

    /// What the output columns are made of, for masking computed columns.
    ///
    /// @param known false when items cannot be matched to delivered columns (a star, a set
    ///   operation, a CTE, a sub-select in FROM)
    /// @param items one entry for each delivered column, when known
    public record Projection(boolean known, List<Item> items) {
        /// Nothing is known of the output.
        public static final Projection UNKNOWN = new Projection(false, List.of());

        public Projection {
            items = List.copyOf(items);
        }
    }

    /// One output expression.
    ///
    /// @param columns column names mentioned anywhere inside, lower case, without qualifiers
    /// @param onlyCounts true for `count(...)`: its value says nothing of what was counted
    /// @param wholeRow true when it may carry a whole row (a table name used as a value, `t.*`)
    public record Item(Set<String> columns, boolean onlyCounts, boolean wholeRow) {
        public Item {
            columns = Set.copyOf(columns);
        }
    }
}
