package org.affidavit.sessionlog.consent;

import java.time.Instant;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;

/// Exactly what an approver is asked to agree to. Its digest binds the decision to these bytes,
/// this agent, this resource, this policy and this moment.
///
/// @param request id of the approval request
/// @param commandSha256 lower-case hex over the exact wire bytes held, all frames in order
/// @param policyDigest lower-case hex SHA-256 of the policy in force
/// @param nonce 128 random bits, lower-case hex
public record ConsentRequest(
        String request,
        SessionId session,
        int command,
        Principal agent,
        Resource resource,
        String commandSha256,
        String policyDigest,
        String nonce,
        Instant expires) {
    /// SHA-256, lower-case hex, over the canonical form (RFC 8785 JSON) of all fields.
    public String digest() {
        throw new UnsupportedOperationException();
    }
}
