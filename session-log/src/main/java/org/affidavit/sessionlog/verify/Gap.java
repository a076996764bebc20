package org.affidavit.sessionlog.verify;

import java.time.Instant;

/// A time for which the log does not speak, or in which its clock cannot be relied on. A gap is no
/// alteration: it is what the records themselves leave open.
///
/// @param record the first record behind it
public record Gap(Kind kind, Instant from, Instant to, long record) {
    /// Why there is nothing.
    public enum Kind {
        /// The gateway had been stopped in order.
        STOPPED,
        /// The gateway ended without saying so: it crashed, was killed or lost its machine.
        CRASHED,
        /// The gateway ran, and gave no sign of life for longer than it promises.
        SILENT,
        /// The clock moved otherwise than the time that passed: it was set, or the machine slept.
        CLOCK
    }
}
