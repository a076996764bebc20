package org.affidavit.sessionlog.consent;

import java.time.Instant;

/// A decision before it is signed and after it was checked.
///
/// @param request id of the approval request
/// @param digest the consent digest decided on
/// @param reason in the approver's words
public record ConsentDecision(
        String request, String digest, boolean approved, String reason, Instant at) {}
