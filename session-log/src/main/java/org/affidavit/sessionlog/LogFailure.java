package org.affidavit.sessionlog;

import java.io.IOException;
import java.io.Serial;

/// The log cannot be written or opened. Nothing may run unrecorded, so callers stop.
///
/// The message says what happened, what it means for the evidence, and what to do.
public class LogFailure extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final boolean alteration;

    public LogFailure(String message) {
        super(message);
        this.alteration = false;
    }

    public LogFailure(String message, Throwable cause) {
        super(message, cause);
        this.alteration = false;
    }

    LogFailure(String message, boolean alteration) {
        super(message);
        this.alteration = alteration;
    }

    /// What is on disk is not what was written.
    public static LogFailure alteration(String message) {
        return new LogFailure(message, true);
    }

    /// True if the log was altered, which no repair of a disk mends.
    public boolean isAlteration() {
        return alteration;
    }
}
