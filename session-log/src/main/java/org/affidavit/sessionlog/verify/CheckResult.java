package org.affidavit.sessionlog.verify;

/// One of the separate checks, with its own answer.
///
/// @param check which
/// @param status whether it holds; a check that could not be made is unknown
/// @param detail one sentence: what was checked, how many, or what was found
public record CheckResult(Check check, Status status, String detail) {
    /// The separate questions.
    public enum Check {
        FRAMING,
        RECORDS,
        TREE,
        TILES,
        SIGNATURES,
        CONTINUITY,
        SESSIONS,
        POPULATION,
        PAYLOADS,
        DECISIONS,
        /// Only made where a checkpoint that was kept elsewhere is given.
        HISTORY,
        /// Only made where keys of witnesses are given.
        WITNESSES,
        /// Only made where certificates of authorities are given.
        TIMESTAMPS
    }

    /// The three possible answers; unknown is never shown as good.
    public enum Status {
        HOLDS,
        BROKEN,
        UNKNOWN
    }
}
