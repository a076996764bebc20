package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affidavit.sessionlog.anchor.Timestamp;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.GatewayEvent.CheckpointTimestamped;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.PlainFiles;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// Part of TIMESTAMPS, whoever is believed: the time stamps that lie beside the log are those that
/// its records tell of.
final class StampRecords {
    private final LogLayout layout;
    private final Findings findings;

    StampRecords(LogLayout layout, Findings findings) {
        this.layout = layout;
        this.findings = findings;
    }

    void note(long index, CheckpointTimestamped stamped) throws IOException {
        Path file = layout.timestamp(stamped.size());
        String of = "the time stamp of checkpoint " + stamped.size() + ", of which record " + index;
        if (!Files.exists(file)) {
            findings.unknown(Check.TIMESTAMPS, of + " tells, is gone");
            return;
        }
        byte[] answer = PlainFiles.read(file, Timestamp.BYTES_MAX);
        if (!Leaf.hex(TreeHash.sha256().digest(answer)).equals(stamped.sha256())) {
            findings.broken(Check.TIMESTAMPS, index, of + " tells, is another");
        }
    }
}
