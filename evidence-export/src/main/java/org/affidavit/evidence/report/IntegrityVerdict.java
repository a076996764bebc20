package org.affidavit.evidence.report;

/// A verdict on the log for people.
///
/// @param headline two or three words
/// @param sentence the whole statement
public record IntegrityVerdict(Standing standing, String headline, String sentence) {
    /// How it stands.
    public enum Standing {
        GOOD,
        CAUTION,
        BAD
    }
}
