package org.affidavit.sessionlog;

/// Why reading a log ends where it ends. What a reader notices by itself; only the verifier says
/// that a log is as it was written.
public sealed interface LogEnding {
    /// Nothing follows the last record, and no checkpoint speaks of more.
    record Whole() implements LogEnding {}

    /// After the last record lies a write that is not whole: a crash cut it short, or it is being
    /// made now.
    ///
    /// @param records how many whole records lie before it
    /// @param bytes its length
    record CutShort(long records, long bytes) implements LogEnding {}

    /// There is more than can be read.
    ///
    /// @param record the first one that cannot be
    /// @param what how that is known
    record Altered(long record, String what) implements LogEnding {}
}
