package org.affidavit.gateway.masking;

import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.policy.SqlFacts;

/// The masking rules of one resource. Pure and safe for any thread.
public interface Masking {
    /// True when the resource has columns to mask: then unknown origins are masked too.
    boolean hasMaskedColumns();

    /// True if any value may have to be changed or looked at.
    default boolean active() {
        return true;
    }

    /// Relations whose columns the rules name, such as `public.customers`, so that the session can
    /// resolve their OIDs through the catalog.
    List<String> relations();

    /// Plans one result.
    ///
    /// @param columns the columns as the target described them
    /// @param facts what is known of the statement
    /// @param catalog what the session knows of the target's catalog
    ResultPlan plan(List<ResultColumn> columns, SqlFacts facts, OriginCatalog catalog);

    /// Masks free text such as an error message: content detectors only.
    MaskedText text(String text);

    /// A column as RowDescription gives it.
    ///
    /// @param tableOid 0 when it is computed
    /// @param attribute 0 when it is computed
    /// @param typeOid PostgreSQL type OID
    /// @param format 0 text, 1 binary
    record ResultColumn(String name, long tableOid, int attribute, long typeOid, int format) {
        /// A part of its values, such as an element of an array.
        ResultColumn element(long type) {
            return new ResultColumn(name, tableOid, attribute, type, format);
        }
    }

    /// Resolves table OIDs and attribute numbers to names.
    interface OriginCatalog {
        /// The relation and column, lower case, such as `public.customers` and `email`; empty when
        /// unknown.
        Optional<Origin> origin(long tableOid, int attribute);

        /// True when a relation, as a statement names it, can only be a table whose columns are
        /// known: not a view, which may show anything under any name.
        boolean isTable(String relation);

        /// The columns of a relation in their order, as RowDescription would give them; empty if
        /// the name may mean another relation, or is not known.
        ///
        /// @param relation as a statement names it
        default List<ResultColumn> columns(String relation) {
            return List.of();
        }
    }

    /// Where a column comes from.
    record Origin(String relation, String column) {}

    /// What to do with each value of one result.
    interface ResultPlan {
        /// For each column the rule that masks it whole or by members, or empty when values are
        /// looked at one by one.
        List<Optional<String>> columnRules();

        /// Where a column that a rule names comes from, such as `public.customers.email`; empty if
        /// that is not known.
        default String origin(int column) {
            return "";
        }

        /// The value to deliver.
        ///
        /// @param column from 0
        /// @param value the value as the target sent it, in the column's format; never null
        /// @throws MaskingFailure if it cannot be decided: the row must be withheld
        Cell mask(int column, byte[] value) throws MaskingFailure;
    }

    /// One value after masking.
    ///
    /// @param value what to deliver; empty for NULL
    /// @param rules those that changed it, in the order of what they found; empty when untouched
    record Cell(Optional<byte[]> value, List<String> rules) {
        public Cell {
            rules = List.copyOf(rules);
        }

        static Cell untouched(byte[] value) {
            return new Cell(Optional.of(value), List.of());
        }
    }

    /// Text after masking.
    record MaskedText(String text, List<String> rules) {}
}
