package org.affidavit.sessionlog;

import java.nio.file.Path;

/// A log that cannot be continued, because it is not what was signed.
final class AlteredLog extends LogFailure {
    @java.io.Serial private static final long serialVersionUID = 1;

    private final String what;

    /// @param what is wrong, as half a sentence
    AlteredLog(Path folder, String what) {
        super(
                "The log "
                        + folder
                        + " was tampered with, rolled back or damaged: "
                        + what
                        + ". It was not opened and nothing in it was changed, so that it stays as"
                        + " evidence. Run `affidavit verify` on it, keep a copy, and begin a new"
                        + " log in another folder.",
                true);
        this.what = what;
    }

    /// The same, found when the log was at work already.
    LogFailure foundLate(Path folder) {
        return LogFailure.alteration(
                "The log "
                        + folder
                        + " was tampered with or damaged before it was opened: "
                        + what
                        + ". Nothing more is written to it, so nothing more may run; what was"
                        + " signed stays evidence, and no signature covers what is wrong. Run"
                        + " `affidavit verify` on it, keep a copy, and begin a new log in another"
                        + " folder.");
    }
}
