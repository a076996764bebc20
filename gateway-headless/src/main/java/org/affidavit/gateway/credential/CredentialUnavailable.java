package org.affidavit.gateway.credential;

import java.io.Serial;

/// A credential that cannot be used. The message names the file, never the secret.
public final class CredentialUnavailable extends Exception {
    @Serial private static final long serialVersionUID = 1;

    public CredentialUnavailable(String message) {
        super(message, null, false, false);
    }
}
