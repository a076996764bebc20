package org.affidavit.gateway.identity;

import java.io.Serial;

/// A token that is not accepted. The code is stable; the message is safe to show and never quotes
/// the token.
public final class TokenRefused extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    public TokenRefused(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// Such as `token-expired`, `token-audience`, `token-signature`, `token-malformed`.
    public String code() {
        return code;
    }
}
