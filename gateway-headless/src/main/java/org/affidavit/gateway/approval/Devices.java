package org.affidavit.gateway.approval;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.event.Principal;

/// The device keys of approvers. Safe for any thread.
///
/// A bearer token says who is calling and no more: no key begins or ceases to count by a token
/// alone, once its person has one. Every change is durable in the log before it counts, except that
/// a revoked key is refused at once.
public interface Devices {
    /// The origin of this gateway's log, which every statement about a key names.
    String origin();

    /// Enrols an approver's public key. Completes when recorded; fails with [DecisionRefused].
    ///
    /// @param approver who the bearer token says is calling
    CompletableFuture<Void> enrol(Principal approver, Enrolment enrolment);

    /// Revokes a key of this approver's for ever. Completes when recorded; fails with
    /// [DecisionRefused].
    ///
    /// @param jws a revocation signed by another key of this approver's
    CompletableFuture<Void> revoke(Principal approver, String thumbprint, String jws);

    /// Revokes what an operator has revoked since. Completes when recorded.
    CompletableFuture<Void> heedOperator();

    /// A key and why it should count.
    ///
    /// @param jwk the public key
    /// @param proof the statement of this enrolment, signed by the key itself
    /// @param voucher the same statement, signed by a key that counts already
    record Enrolment(String jwk, String proof, Optional<String> voucher) {}
}
