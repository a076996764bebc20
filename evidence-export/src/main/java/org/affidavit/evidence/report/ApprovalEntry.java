package org.affidavit.evidence.report;

import java.time.Instant;
import java.util.Optional;

/// One line of the approvals register.
///
/// @param ref the command, such as `1.3`
/// @param statement its beginning
/// @param digest what exactly was asked for consent, lower-case hex
/// @param decision how it ended; empty while it waits
public record ApprovalEntry(
        String ref,
        String session,
        String request,
        Excerpt statement,
        String rule,
        String digest,
        Instant asked,
        Instant expires,
        Optional<Decision> decision) {

    /// How a request ended.
    ///
    /// @param word approved, denied, or why it lapsed
    /// @param approver who decided; empty if nobody did
    /// @param identity issuer and subject of the approver; empty if nobody decided
    /// @param reason in the approver's words; may be empty
    /// @param signature empty if nobody decided
    public record Decision(
            Tone tone,
            String word,
            String approver,
            String identity,
            String reason,
            Instant at,
            Optional<Signature> signature) {}

    /// The signature under a decision, with what a stranger needs to check it again.
    ///
    /// @param holds whether it was found to be the approver's own, over exactly this request
    /// @param found what the check found, in words
    /// @param jws as it stands in the record, compact serialisation
    /// @param jwk the approver's public key; empty if it does not hold
    /// @param enrolled index of the record that enrolled the key; -1 if it does not hold
    /// @param consent the canonical JSON whose SHA-256 is the digest; empty if it does not hold
    public record Signature(
            boolean holds, String found, String jws, String jwk, long enrolled, String consent) {}
}
