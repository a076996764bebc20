package org.affidavit.gateway.approval;

import java.io.Serial;

/// A decision or an enrolment that does not count. The code is stable; the message is for people.
public final class DecisionRefused extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    public DecisionRefused(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// Of a decision: `not-found`, `not-waiting`, `expired`, `not-approver`, `self-approval`,
    /// `not-enrolled`, `bad-signature`, `digest-mismatch`. Of an enrolment: `bad-key`, `key-taken`,
    /// `too-many-devices`.
    public String code() {
        return code;
    }
}
