package org.affidavit.gateway.identity;

import java.io.IOException;
import java.io.Serial;

/// The development issuer gives no token. The message says what to do.
public final class TokenUnavailable extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final Why why;

    TokenUnavailable(Why why, String message) {
        super(message);
        this.why = why;
    }

    /// The reasons there are.
    public enum Why {
        NO_ISSUER,
        UNKNOWN_CLIENT,
        UNREACHABLE,
        REFUSED
    }

    public Why why() {
        return why;
    }
}
