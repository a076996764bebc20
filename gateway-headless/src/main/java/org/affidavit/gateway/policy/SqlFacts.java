package org.affidavit.gateway.policy;

import java.util.List;
import java.util.Set;

/// What a parser knows of one SQL text (one or several statements).
///
/// @param statements the statements, in order; empty when the text holds only comments or nothing
/// @param opaque true when any part cannot be known (unparsed, dynamic): treated as the worst
/// @param why what could not be known, for people; empty when not opaque
public record SqlFacts(List<StatementFacts> statements, boolean opaque, String why) {
    public SqlFacts {
        statements = List.copyOf(statements);
    }

    /// Text that no parser here understands.
    public static SqlFacts opaque(String why) {
        return new SqlFacts(List.of(), true, why);
    }

    /// True when every statement is proven to change nothing.
    public boolean readOnly() {
        return !opaque && statements.stream().allMatch(StatementFacts::readOnly);
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
    public record StatementFacts(
            Set<String> verbs,
            Set<String> reads,
            Set<String> writes,
            Set<String> functions,
            boolean hasWhere,
            boolean readOnly,
            Projection projection) {
        public StatementFacts {
            verbs = Set.copyOf(verbs);
            reads = Set.copyOf(reads);
            writes = Set.copyOf(writes);
            functions = Set.copyOf(functions);
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
