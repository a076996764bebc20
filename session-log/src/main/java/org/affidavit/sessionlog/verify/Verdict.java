package org.affidavit.sessionlog.verify;

/// What verification found. Only I/O throws; everything else is one of these.
public sealed interface Verdict {
    /// Every record up to the newest checkpoint, and every durable one after it, is as written.
    record Intact() implements Verdict {}

    /// Everything signed holds; after it lies the unfinished end of a write that a crash cut short.
    ///
    /// @param records complete records
    /// @param bytes bytes of the unfinished rest
    record Torn(long records, long bytes) implements Verdict {}

    /// Something was changed, dropped, swapped, inserted or cut.
    ///
    /// @param record index of the first record that does not hold; -1 when no single record is to
    ///   blame
    /// @param what one sentence for people
    /// @param stillHolds what conclusion remains valid, one sentence
    record Altered(long record, String what, String stillHolds) implements Verdict {}

    /// Signed by a key that the caller does not trust.
    record UnknownKey(String keyId) implements Verdict {}

    /// Written by newer software.
    record TooNew(int version) implements Verdict {}
}
