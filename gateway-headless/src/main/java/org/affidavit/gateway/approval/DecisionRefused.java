package org.affidavit.gateway.approval;

import java.io.Serial;

/// A decision that does not count. The code is stable; the message is for people.
public final class DecisionRefused extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    public DecisionRefused(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// Such as `not-waiting`, `not-enrolled`, `bad-signature`, `digest-mismatch`, `not-approver`,
    /// `self-approval`.
    public String code() {
        return code;
    }
}
