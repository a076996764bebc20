package org.affidavit.sessionlog;

import java.io.Serial;

/// An erasure or a hold was refused, and nothing was changed. Nothing is wrong with the log.
public final class OrderRefused extends LogFailure {
    @Serial private static final long serialVersionUID = 1;

    private final Why why;

    OrderRefused(Why why, String message) {
        super(message + " Nothing was changed.");
        this.why = why;
    }

    /// Reasons, for callers that tell them apart.
    public enum Why {
        /// The log has no such session, hold or payload.
        UNKNOWN,
        /// The session has not ended.
        OPEN,
        /// A hold covers it.
        HELD,
        /// It was erased before.
        DONE_BEFORE,
        /// A text that would go on record is empty, too long or of several lines.
        TEXT
    }

    public Why why() {
        return why;
    }
}
