package org.affidavit.sessionlog;

import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.Event;

/// One leaf of the log, as read back.
///
/// @param index position in the log, from 0
/// @param event what it says
/// @param link its place in its session, for session events
/// @param total count and root of the session, on the record that ends it
/// @param key the wrapped key of its session in the vault, on the record that opens it
/// @param payload what it commits to in the vault, if anything
/// @param leaf the exact bytes that were hashed
public record LogRecord(
        long index,
        Event event,
        Optional<SessionLink> link,
        Optional<SessionTotal> total,
        Optional<KeyRef> key,
        Optional<PayloadRef> payload,
        byte[] leaf) {

    /// A record's place in its session.
    ///
    /// @param sequence 0 for the opening record, then without gaps
    /// @param previous lower-case hex of the leaf hash before it in the session; empty for the
    ///   first
    public record SessionLink(long sequence, String previous) {}

    /// What a closing record says of the whole session.
    ///
    /// @param records how many records the session has, this one included
    /// @param root lower-case hex of the Merkle root over the leaf hashes of all records before
    ///   this one
    public record SessionTotal(long records, String root) {}

    /// A leaf's commitment to the wrapped key of its session.
    ///
    /// @param sha256 lower-case hex of the hash of the stored bytes
    /// @param length stored bytes
    /// @param offset where its frame begins in the vault file of the record's segment
    public record KeyRef(String sha256, long length, long offset) {}

    /// A leaf's commitment to a payload.
    ///
    /// @param keyRecord index of the record that has its key
    /// @param sha256 lower-case hex of the hash of the stored bytes
    /// @param length stored bytes
    /// @param offset where its frame begins in the vault file of the record's segment
    /// @param units how many units the payload has
    /// @param root lower-case hex of the root over the units
    public record PayloadRef(
            long keyRecord, String sha256, long length, long offset, int units, String root) {}

    static LogRecord of(Leaf leaf, byte[] bytes) {
        return new LogRecord(
                leaf.index(),
                leaf.event(),
                leaf.link().map(link -> new SessionLink(link.sequence(), link.previous())),
                leaf.total().map(total -> new SessionTotal(total.count(), total.root())),
                leaf.key().map(key -> new KeyRef(key.sha256(), key.length(), key.offset())),
                leaf.payload()
                        .map(pay ->
                                new PayloadRef(
                                        pay.keyRecord(),
                                        pay.sha256(),
                                        pay.length(),
                                        pay.offset(),
                                        pay.units(),
                                        pay.root())),
                bytes);
    }
}
