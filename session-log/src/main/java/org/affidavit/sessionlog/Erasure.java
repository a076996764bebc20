package org.affidavit.sessionlog;

import java.util.Optional;
import org.affidavit.sessionlog.event.SessionId;

/// What to erase, and who says so: for [SessionLog#erase].
///
/// @param record whose payload alone goes; empty if every payload of the session goes, and the key
///   that opens them
/// @param by who orders it
/// @param basis what allows or demands it, such as a law or a rule of the house
public record Erasure(
        SessionId session, Optional<Long> record, String by, String basis, String reason) {

    /// What came of it.
    ///
    /// @param order index of the record that says so
    /// @param resumed whether an earlier try had ordered it, and this one finished it
    /// @param payloads how many payloads are gone
    /// @param bytes how many stored bytes that are, with those of the key
    /// @param keyGone whether the session's key is gone, too
    public record Done(long order, boolean resumed, int payloads, long bytes, boolean keyGone) {}
}
