package org.affidavit.sessionlog.transcript;

import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.event.Payload;

/// Turns the payloads of one session into frames, in the order of the log. Remembers what earlier
/// commands set up, such as prepared statements. Never throws on what was recorded: what it cannot
/// read becomes [Frame.Raw].
interface SessionDecoder {
    List<Frame> decode(Source source, Payload payload);

    /// The decoder for a kind of resource.
    static SessionDecoder of(String kind) {
        return kind.equals("postgres") ? new PostgresDecoder() : new RawDecoder();
    }

    /// Where a payload comes from.
    ///
    /// @param record index of the record that holds the payload
    /// @param at the record's own time
    /// @param command number of the command, whose answers may lie behind those of later commands
    /// @param forwarded false if what the agent asked here did not reach the target, or not yet
    record Source(long record, Instant at, int command, boolean forwarded) {}
}
