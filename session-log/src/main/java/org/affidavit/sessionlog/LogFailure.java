package org.affidavit.sessionlog;

import java.io.IOException;
import java.io.Serial;

/// The log cannot be written or opened. Nothing may run unrecorded, so callers stop.
///
/// The message says what happened, what it means for the evidence, and what to do.
public final class LogFailure extends IOException {
    @Serial private static final long serialVersionUID = 1;

    public LogFailure(String message) {
        super(message);
    }

    public LogFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
