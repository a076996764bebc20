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
/// @param payload what it commits to in the vault, if anything
/// @param leaf the exact bytes that were hashed
public record LogRecord(
        long index,
        Event event,
        Optional<SessionLink> link,
        Optional<SessionTotal> total,
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

    /// A leaf's commitment to a payload.
    ///
    /// @param sha256 lower-case hex of the hash of the stored bytes
    /// @param length stored bytes
    /// @param frames how many frames it holds
    /// @param offset where its frame begins in the vault file of the record's segment
    public record PayloadRef(String sha256, long length, int frames, long offset) {}

    static LogRecord of(Leaf leaf, byte[] bytes) {
        return new LogRecord(
                leaf.index(),
                leaf.event(),
                leaf.link().map(link -> new SessionLink(link.sequence(), link.previous())),
                leaf.total().map(total -> new SessionTotal(total.count(), total.root())),
                leaf.payload()
                        .map(pay ->
                                new PayloadRef(
                                        pay.sha256(), pay.length(), pay.frames(), pay.offset())),
                bytes);
    }
}
