package org.affidavit.gateway.identity;

import java.io.Serial;

/// A session secret is not given out, or cannot be revoked. The code is stable.
public final class SecretRefused extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    SecretRefused(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// `resource-unknown`, `not-found` or `too-many-secrets`.
    public String code() {
        return code;
    }
}
