package org.affidavit.evidence;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// What to put into a packet.
///
/// @param log folder of the log
/// @param trusted keys that may have signed it
/// @param readers open what was recorded; without one, the packet shows records only
/// @param sessions which sessions, in order
/// @param title on the cover
/// @param organisation on the cover
/// @param preparedBy who asks for it
/// @param generatedAt printed on the cover; given by the caller so that output is reproducible
/// @param selection how the sessions were chosen, in words (a query, a list)
public record PacketRequest(
        Path log,
        List<VerifierKey> trusted,
        ReadingKeys readers,
        List<SessionId> sessions,
        String title,
        String organisation,
        String preparedBy,
        Instant generatedAt,
        String selection) {
    public PacketRequest {
        trusted = List.copyOf(trusted);
        sessions = List.copyOf(sessions);
    }
}
