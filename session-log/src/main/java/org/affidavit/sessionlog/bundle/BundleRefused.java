package org.affidavit.sessionlog.bundle;

import java.io.IOException;
import java.io.Serial;

/// Something that cannot be read as one bundle and no other: it was made to deceive or to exhaust
/// whoever reads it, or made by other software.
public final class BundleRefused extends IOException {
    @Serial private static final long serialVersionUID = 1;

    BundleRefused(String message) {
        super(message);
    }

    BundleRefused(String message, Throwable cause) {
        super(message, cause);
    }

    /// Why, as part of a sentence.
    public String what() {
        return String.valueOf(getMessage());
    }
}
