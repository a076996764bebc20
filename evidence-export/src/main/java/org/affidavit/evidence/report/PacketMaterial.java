package org.affidavit.evidence.report;

import java.util.List;
import org.affidavit.sessionlog.Checkpoint;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Everything that a report is made from.
///
/// @param checkpoint the signed tree head that the packet carries
/// @param key the key that signed it
public record PacketMaterial(
        VerificationReport verification,
        Checkpoint checkpoint,
        VerifierKey key,
        List<SessionMaterial> sessions) {
    public PacketMaterial {
        sessions = List.copyOf(sessions);
    }
}
