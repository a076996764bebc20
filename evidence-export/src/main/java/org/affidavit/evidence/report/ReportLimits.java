package org.affidavit.evidence.report;

/// How much of a session is printed. What is cut is counted beside the cut, and is whole in the
/// log.
///
/// @param statementCharsMax of one statement; `statements.jsonl` has the rest
/// @param rowsMax rows printed of one result
/// @param columnsMax columns printed of one result
/// @param cellCharsMax characters printed of one value
/// @param titleCharsMax characters of a command in the timeline
public record ReportLimits(
        int statementCharsMax, int rowsMax, int columnsMax, int cellCharsMax, int titleCharsMax) {
    public static final ReportLimits STANDARD = new ReportLimits(4_000, 5, 7, 120, 96);
}
