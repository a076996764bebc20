package org.affidavit.desktop.gateway;

import java.io.IOException;
import java.io.Serial;

/// The gateway answered, and its answer is no.
public final class GatewayRefusal extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    /// @param code stable reason, such as `not-waiting`
    public GatewayRefusal(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
