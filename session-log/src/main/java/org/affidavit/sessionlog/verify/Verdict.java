package org.affidavit.sessionlog.verify;

/// What verification found. Only I/O throws; everything else is one of these.
public sealed interface Verdict {
    /// Every record up to the newest checkpoint is as it was signed. If some follow it, a writer
    /// was at work and went on signing while this was read.
    record Intact() implements Verdict {}

    /// Everything signed holds; behind it lie whole records that nobody signed, and no writer is at
    /// work that would. A crash leaves such an end, and so can anybody who can write the files.
    ///
    /// @param signed records under a checkpoint that holds
    /// @param records all whole records
    record Unsigned(long signed, long records) implements Verdict {}

    /// Everything signed holds; at the end lie bytes that are no whole record. A crash leaves such
    /// an end, and so can anybody who can write the files.
    ///
    /// @param records complete records, signed or not
    /// @param bytes bytes of the unfinished rest
    record Torn(long records, long bytes) implements Verdict {}

    /// Something was changed, dropped, swapped, inserted or cut.
    ///
    /// @param record index of the first record that does not hold; -1 when no single record is to
    ///   blame
    /// @param what one sentence for people
    /// @param stillHolds what conclusion remains valid, one sentence
    record Altered(long record, String what, String stillHolds) implements Verdict {}

    /// All that is here holds, and something newer was signed once: the log was put back as a whole
    /// to an older state.
    ///
    /// @param known records under a checkpoint that was kept elsewhere
    /// @param records all whole records found
    record RolledBack(long known, long records) implements Verdict {}

    /// All that is here holds, and the same key signed something else once: the log has two
    /// histories.
    ///
    /// @param known records under the checkpoint, kept elsewhere, that this log contradicts
    record Forked(long known) implements Verdict {}

    /// Signed by a key that the caller does not trust.
    record UnknownKey(String keyId) implements Verdict {}

    /// Written by newer software.
    record TooNew(int version) implements Verdict {}
}
