package org.affidavit.evidence.report;

import java.util.List;

/// The integrity statement.
///
/// @param facts what was verified, and with which key
/// @param checks every check with its own answer
/// @param vkey the verifier key, whole
/// @param note the signed checkpoint, whole
public record Integrity(
        IntegrityVerdict verdict,
        List<Fact> facts,
        List<Check> checks,
        String origin,
        String keyId,
        String vkey,
        long checkpointSize,
        String root,
        String note) {
    public Integrity {
        facts = List.copyOf(facts);
        checks = List.copyOf(checks);
    }

    /// One check.
    ///
    /// @param answer holds, broken or unknown
    public record Check(String name, Tone tone, String answer, String detail) {}
}
