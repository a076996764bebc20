package org.affidavit.gateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a parser knows of one SQL text (one or several statements).
///
/// @param statements the statements, in order; empty when the text holds only comments or nothing.
///   A text that cannot even be cut into statements is one that is opaque
public record SqlFacts(List<StatementFacts> statements) {
    private static final Set<String> SCHEMA_VERBS =
            Set.of("CREATE", "ALTER", "DROP", "IMPORT", "DO", "CALL", "EXECUTE");

    /// How a reason begins when the statement asks PostgreSQL's own catalogue.
    static final String CATALOG_AND = "it asks pg_catalog, and ";

    public SqlFacts {
        statements = List.copyOf(statements);
    }

    /// Text that no parser here understands.
    public static SqlFacts opaque(String why) {
        return new SqlFacts(List.of(StatementFacts.opaque(Set.of(), new Doubt(why, false))));
    }

    /// What no rule can allow: nothing of it could be judged or masked.
    public static SqlFacts refused(String why) {
        return new SqlFacts(List.of(StatementFacts.opaque(Set.of(), new Doubt(why, true))));
    }

    /// True when any part cannot be known (unparsed, dynamic): treated as the worst.
    public boolean opaque() {
        return statements.stream().anyMatch(StatementFacts::opaque);
    }

    /// What could not be known, for people; empty when nothing.
    public String why() {
        return statements.stream()
                .map(statement -> statement.doubt().why())
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// True when every statement is proven to change nothing.
    public boolean readOnly() {
        return statements.stream().allMatch(StatementFacts::readOnly);
    }

    /// True when names may mean other relations afterwards.
    public boolean mayChangeSchema() {
        return opaque()
                || statements.stream()
                        .flatMap(statement -> statement.verbs().stream())
                        .anyMatch(SCHEMA_VERBS::contains);
    }

    /// The same when it is bound to values.
    public SqlFacts bound(Parameters values) {
        return new SqlFacts(statements.stream().map(each -> each.bound(values)).toList());
    }

    /// Everything the statements do, sorted; `OPAQUE` is one when a part cannot be told.
    public List<String> verbs() {
        return collect(
                statement -> statement.opaque() ? statement.and("OPAQUE") : statement.verbs());
    }

    /// Everything the statements touch (relations and settings), sorted.
    public List<String> objects() {
        return collect(statement ->
                Stream.of(statement.reads(), statement.writes(), statement.settings())
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet()));
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
    /// @param hasLimit false for a query that may deliver any number of rows
    /// @param readOnly proven to change nothing: only SELECT, SHOW and the like, and only functions
    ///   known to be harmless
    /// @param projection what each output column is made of, in order
    /// @param settings settings that a SET, RESET or SHOW names, lower case, such as
    ///   `application_name`, `role` or `transaction`
    /// @param assigns what a SET gives them, such as `search_path=a,b`; the value is `*` when it
    ///   cannot be told
    /// @param code what the target may take for calls of its own or other people's code
    /// @param doubt why it is opaque: then the rest is what is known and not all there is
    /// @param copied how rows travel if it is a COPY to or from the agent
    /// @param naming what it names for later statements, or takes from earlier ones
    /// @param parameters the values that it runs with
    /// @param securityDefiner true if it lets a function run with the rights of its owner
    public record StatementFacts(
            Set<String> verbs,
            Set<String> reads,
            Set<String> writes,
            Set<String> functions,
            boolean hasWhere,
            boolean hasLimit,
            boolean readOnly,
            Projection projection,
            Set<String> settings,
            Set<String> assigns,
            PossibleCode code,
            Doubt doubt,
            Optional<Copied> copied,
            Optional<Naming> naming,
            Parameters parameters,
            boolean securityDefiner) {
        public StatementFacts {
            verbs = Set.copyOf(verbs);
            reads = Set.copyOf(reads);
            writes = Set.copyOf(writes);
            functions = Set.copyOf(functions);
            settings = Set.copyOf(settings);
            assigns = Set.copyOf(assigns);
        }

        /// The same of a statement that copies nothing and names nothing.
        public StatementFacts(
                Set<String> verbs,
                Set<String> reads,
                Set<String> writes,
                Set<String> functions,
                boolean hasWhere,
                boolean hasLimit,
                boolean readOnly,
                Projection projection,
                Set<String> settings,
                Set<String> assigns,
                PossibleCode code,
                Doubt doubt) {
            this(
                    verbs,
                    reads,
                    writes,
                    functions,
                    hasWhere,
                    hasLimit,
                    readOnly,
                    projection,
                    settings,
                    assigns,
                    code,
                    doubt,
                    Optional.empty(),
                    Optional.empty(),
                    Parameters.NONE,
                    false);
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
                    true,
                    readOnly,
                    projection,
                    Set.of(),
                    Set.of(),
                    PossibleCode.NONE,
                    Doubt.NONE);
        }

        /// @param verbs those that are known
        static StatementFacts opaque(Set<String> verbs, Doubt doubt) {
            return new StatementFacts(
                            verbs,
                            Set.of(),
                            Set.of(),
                            Set.of(),
                            false,
                            false,
                            false,
                            Projection.UNKNOWN,
                            Set.of(),
                            Set.of(),
                            PossibleCode.NONE,
                            doubt)
                    .taking(Parameters.UNTOLD);
        }

        /// What several do, one behind the other.
        static StatementFacts together(List<StatementFacts> all) {
            return new StatementFacts(
                    union(all, StatementFacts::verbs),
                    union(all, StatementFacts::reads),
                    union(all, StatementFacts::writes),
                    union(all, StatementFacts::functions),
                    all.stream().allMatch(StatementFacts::hasWhere),
                    true,
                    false,
                    Projection.UNKNOWN,
                    union(all, StatementFacts::settings),
                    union(all, StatementFacts::assigns),
                    new PossibleCode(
                            union(all, each -> each.code().attributes()),
                            union(all, each -> each.code().ofValues()),
                            union(all, each -> each.code().operators()),
                            union(all, each -> each.code().types())),
                    Doubt.NONE,
                    Optional.empty(),
                    Optional.empty(),
                    Parameters.NONE,
                    all.stream().anyMatch(StatementFacts::securityDefiner));
        }

        private static Set<String> union(
                List<StatementFacts> all, Function<StatementFacts, Set<String>> part) {
            return all.stream().map(part).flatMap(Set::stream).collect(Collectors.toSet());
        }

        /// The same, with what a statement around it does.
        StatementFacts doing(Set<String> more) {
            var all = new HashSet<>(verbs);
            all.addAll(more);
            return new StatementFacts(
                    all,
                    reads,
                    writes,
                    functions,
                    hasWhere,
                    hasLimit,
                    readOnly,
                    projection,
                    settings,
                    assigns,
                    code,
                    doubt,
                    copied,
                    naming,
                    parameters,
                    securityDefiner);
        }

        /// The same with options.
        StatementFacts with(TreeRoutine.Options options) {
            return new StatementFacts(
                    verbs,
                    reads,
                    writes,
                    functions,
                    hasWhere,
                    hasLimit,
                    readOnly,
                    projection,
                    options.settings(),
                    options.assigns(),
                    code,
                    doubt,
                    copied,
                    naming,
                    parameters,
                    options.securityDefiner());
        }

        /// These facts, if they are all there is.
        StatementFacts certain() throws Unsure {
            if (opaque()) {
                throw new Unsure(doubt.why());
            }
            return this;
        }

        /// True when not all that it does is known.
        public boolean opaque() {
            return !doubt.equals(Doubt.NONE);
        }

        /// Its verbs and one more.
        Set<String> and(String verb) {
            var all = new HashSet<>(verbs);
            all.add(verb);
            return all;
        }

        /// What it says when it is only named: prepared, or declared for fetching later.
        StatementFacts named(String verb, Naming.Kind kind, String name) {
            return new StatementFacts(
                    and(verb),
                    reads,
                    writes,
                    functions,
                    hasWhere,
                    hasLimit,
                    readOnly,
                    Projection.UNKNOWN,
                    settings,
                    assigns,
                    code,
                    doubt,
                    copied,
                    Optional.of(new Naming(kind, name, Optional.of(this))),
                    parameters,
                    securityDefiner);
        }

        /// The same with what it names.
        StatementFacts naming(Naming named) {
            return new StatementFacts(
                    verbs,
                    reads,
                    writes,
                    functions,
                    hasWhere,
                    hasLimit,
                    readOnly,
                    projection,
                    settings,
                    assigns,
                    code,
                    doubt,
                    copied,
                    Optional.of(named),
                    parameters,
                    securityDefiner);
        }

        /// The same statement at a target that takes part of it for calls of code that is unknown
        /// here: it may change anything and its output may come from anywhere.
        StatementFacts calling(Set<String> unknown) {
            var all = new HashSet<>(functions);
            all.addAll(unknown);
            return new StatementFacts(
                    verbs,
                    reads,
                    writes,
                    all,
                    hasWhere,
                    hasLimit,
                    false,
                    Projection.UNKNOWN,
                    settings,
                    assigns,
                    code,
                    doubt,
                    copied,
                    naming,
                    parameters,
                    securityDefiner);
        }

        /// What it says when its rows are copied to the agent, or taken from it.
        StatementFacts copying(Copied how) {
            return new StatementFacts(
                    and("COPY"),
                    reads,
                    writes,
                    functions,
                    hasWhere,
                    hasLimit,
                    readOnly,
                    projection,
                    settings,
                    assigns,
                    code,
                    doubt,
                    Optional.of(how),
                    naming,
                    parameters,
                    securityDefiner);
        }

        /// The same with values.
        StatementFacts taking(Parameters values) {
            return new StatementFacts(
                    verbs,
                    reads,
                    writes,
                    functions,
                    hasWhere,
                    hasLimit,
                    readOnly,
                    projection,
                    settings,
                    assigns,
                    code,
                    doubt,
                    copied,
                    naming,
                    values,
                    securityDefiner);
        }

        /// The same when it is bound to values: what it names, runs or passes on has them too.
        StatementFacts bound(Parameters values) {
            Optional<Naming.Kind> kind = naming.map(Naming::kind);
            if (parameters.untold() || kind.equals(Optional.of(Naming.Kind.PREPARES))) {
                return this;
            }
            if (kind.equals(Optional.of(Naming.Kind.EXECUTES))) {
                return taking(parameters.from(values));
            }
            StatementFacts taking = taking(values);
            return naming.filter(named -> named.query().isPresent())
                    .map(named -> taking.naming(named.bound(values.kept())))
                    .orElse(taking);
        }
    }

    /// How the rows of a COPY travel.
    ///
    /// @param relation the table as it is written; empty if it copies a query
    /// @param columns those written; empty for all of the table's
    /// @param header whether a line of names comes before the rows
    public record Copied(String relation, List<String> columns, Format format, boolean header) {
        public Copied {
            columns = List.copyOf(columns);
        }

        /// How a row is written.
        public enum Format {
            TEXT,
            CSV,
            BINARY,
            /// With separators or marks of its own.
            OTHER
        }
    }

    /// What a statement names.
    ///
    /// @param name of the prepared statement or the cursor; empty for all of them
    /// @param query what is named, where the statement says it
    public record Naming(Kind kind, String name, Optional<StatementFacts> query) {
        Naming bound(Parameters values) {
            return new Naming(kind, name, query.map(named -> named.taking(values)));
        }

        /// What is done with the name.
        public enum Kind {
            PREPARES,
            EXECUTES,
            DEALLOCATES,
            DECLARES,
            FETCHES,
            CLOSES
        }
    }

    /// Why a statement is opaque.
    ///
    /// @param why completes "the gateway cannot tell what this statement does: …"; empty when it is
    ///   not opaque
    /// @param refused true when no rule can allow it
    public record Doubt(String why, boolean refused) {
        /// Nothing is in doubt.
        public static final Doubt NONE = new Doubt("", false);

        /// What to write instead.
        String instead() {
            return why.startsWith(CATALOG_AND)
                    ? "Ask information_schema instead, such as information_schema.tables or"
                            + " .columns."
                    : "Write it in plain SQL, one statement at a time.";
        }
    }

    /// What only the target can tell to be a call or not. In PostgreSQL `t.f` is the column `f` of
    /// `t` or else the function `f` called with a row of `t`; an operator is a call of its
    /// function, and so may a cast be.
    ///
    /// @param attributes last parts of names with dots
    /// @param ofValues those of them behind what may be the bare value of a function, so that any
    ///   function of one argument may be meant
    /// @param operators operators used
    /// @param types last parts of the names of types that values are cast to
    public record PossibleCode(
            Set<String> attributes,
            Set<String> ofValues,
            Set<String> operators,
            Set<String> types) {
        /// Nothing of the kind.
        public static final PossibleCode NONE =
                new PossibleCode(Set.of(), Set.of(), Set.of(), Set.of());

        public PossibleCode {
            attributes = Set.copyOf(attributes);
            ofValues = Set.copyOf(ofValues);
            operators = Set.copyOf(operators);
            types = Set.copyOf(types);
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
