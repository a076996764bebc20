package org.affidavit.gateway.approval;

import java.io.Serial;

/// A decision, an enrolment or a revocation that does not count. The code is stable; the message is
/// for people.
public final class DecisionRefused extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    public DecisionRefused(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// Of a decision: `not-found`, `not-waiting`, `expired`, `not-approver`, `self-approval`,
    /// `not-enrolled`, `bad-signature`, `digest-mismatch`. Of an enrolment: `bad-key`, `key-taken`,
    /// `key-revoked`, `too-many-devices`, `not-vouched`. Of that and a revocation: `bad-proof`,
    /// `stale-proof`, `bad-voucher`.
    public String code() {
        return code;
    }
}
