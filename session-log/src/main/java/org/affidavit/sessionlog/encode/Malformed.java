package org.affidavit.sessionlog.encode;

import java.io.Serial;

/// Bytes that are not what the format allows. The message names the place.
public final class Malformed extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String what;

    Malformed(String message) {
        super(message);
        this.what = message;
    }

    Malformed(String message, Throwable cause) {
        super(message, cause);
        this.what = message;
    }

    /// What is wrong, as part of a sentence.
    public String what() {
        return what;
    }
}
