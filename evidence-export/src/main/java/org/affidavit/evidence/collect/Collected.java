package org.affidavit.evidence.collect;

import java.util.List;
import org.affidavit.evidence.report.PacketMaterial;

/// What collecting brought.
///
/// @param files attachments written so far, without the manifest
public record Collected(PacketMaterial material, List<AttachedFile> files) {
    public Collected {
        files = List.copyOf(files);
    }
}
