package org.affidavit.sessionlog.consent;

/// What the check of one decision found.
public sealed interface DecisionFinding {
    /// The approver's own device key signed exactly this decision about exactly this request.
    ///
    /// @param thumbprint RFC 7638 thumbprint of the key, recomputed
    /// @param jwk the public key as it was enrolled
    /// @param enrolled index of the record that enrolled it
    /// @param consent the canonical JSON whose SHA-256 is the digest, recomputed
    record Signed(String thumbprint, String jwk, long enrolled, String consent)
            implements DecisionFinding {}

    /// The approver's own device key signed exactly this decision about exactly the digest on
    /// record; whether that is the digest of the bytes that were held, and of this agent's wish,
    /// cannot be seen.
    ///
    /// @param why what cannot be seen, as a sentence without its end
    record Unseen(String why) implements DecisionFinding {}

    /// Something does not hold, so nothing shows that the person decided this.
    ///
    /// @param why one clause, such as `the signature does not match the enrolled key`
    record Unproven(String why) implements DecisionFinding {}
}
