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
    public record Decision(
            Tone tone,
            String word,
            String approver,
            String identity,
            String reason,
            Instant at,
            boolean signed) {}
}
