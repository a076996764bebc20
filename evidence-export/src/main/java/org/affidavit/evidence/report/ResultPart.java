package org.affidavit.evidence.report;

import java.util.List;

/// The first rows of a result, as delivered to the agent.
///
/// @param firstRow number of the first row shown, from 1
/// @param rowsTotal rows of the result that the recording holds
/// @param columnsTotal columns of the result
public record ResultPart(
        List<Heading> columns,
        List<List<Value>> rows,
        long rowsTotal,
        int columnsTotal,
        long firstRow)
        implements StepPart.Block {
    public ResultPart {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /// A column.
    ///
    /// @param maskedBy id of the masking rule; empty if it was delivered as it was
    public record Heading(String name, String type, String maskedBy, boolean number) {}

    /// One value.
    public record Value(Kind kind, Excerpt text) {
        /// What sort of value.
        public enum Kind {
            TEXT,
            NULL,
            MASKED,
            BYTES
        }
    }
}
