package org.affidavit.evidence.collect;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import org.affidavit.sessionlog.Checkpoint;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.consent.DecisionCheck;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalDecided;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;

/// Takes every record of the log, in order: hashes it, and hands it to the session it belongs to.
final class LogPass {
    private final SessionLogReader log;
    private final Checkpoint checkpoint;
    private final Map<SessionId, SessionCopy> copies;
    private final CompactRange tree = new CompactRange();
    private final DecisionCheck decisions = new DecisionCheck();

    LogPass(SessionLogReader log, Checkpoint checkpoint, Map<SessionId, SessionCopy> copies) {
        this.log = log;
        this.checkpoint = checkpoint;
        this.copies = copies;
    }

    void take(LogRecord record) throws IOException {
        if (record.index() < checkpoint.size()) {
            tree.append(TreeHash.leaf(record.leaf()));
        }
        switch (record.event()) {
            case DeviceEnrolled enrolled -> {
                var _ = decisions.add(record.index(), enrolled, Payload.NONE);
            }
            case SessionEvent event -> {
                SessionCopy copy = copies.get(event.session());
                if (copy != null) {
                    take(record, event, copy);
                }
            }
            default -> {}
        }
    }

    private void take(LogRecord record, SessionEvent event, SessionCopy copy) throws IOException {
        Payload payload = log.payload(record);
        copy.add(record, event, payload, checkpoint.size());
        var finding = decisions.add(record.index(), event, payload);
        if (event instanceof ApprovalDecided decided) {
            finding.ifPresent(found -> copy.decided(decided.request(), found));
        }
    }

    /// @throws LogFailure unless the records taken have the signed root
    void compareRoot() throws LogFailure {
        String root = HexFormat.of().formatHex(tree.root());
        if (tree.size() != checkpoint.size() || !root.equals(checkpoint.root())) {
            throw new LogFailure(
                    "The records do not have the root that the checkpoint signs, so no packet was"
                            + " made. Run `affidavit verify` on the log.");
        }
    }
}
