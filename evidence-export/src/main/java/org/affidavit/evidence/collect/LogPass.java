package org.affidavit.evidence.collect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.affidavit.sessionlog.Checkpoint;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.consent.DecisionCheck;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceRevoked;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalDecided;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.vault.PayloadReading;

/// Takes every record of the log, in order: hashes it, and hands it to the session it belongs to.
final class LogPass {
    private final SessionLogReader log;
    private final Checkpoint checkpoint;
    private final Map<SessionId, SessionCopy> copies;
    private final CompactRange tree = new CompactRange();
    private final SortedMap<Long, byte[]> enrolments = new TreeMap<>();
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
                enrolments.put(record.index(), record.leaf());
                var _ = decisions.add(record.index(), enrolled, PayloadReading.none());
            }
            case DeviceRevoked revoked -> {
                var _ = decisions.add(record.index(), revoked, PayloadReading.none());
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
        PayloadReading payload = log.payload(record);
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

    /// What ties the copies to the signed root; to be asked for when all records are taken.
    List<AttachedFile> proofs(ProofFiles files) throws IOException {
        var attached = new ArrayList<AttachedFile>();
        var proven = new TreeSet<Long>();
        var cited = new TreeMap<Long, byte[]>(enrolments);
        cited.keySet().retainAll(citations());
        copies.values().forEach(copy -> proven.addAll(copy.ends()));
        proven.addAll(cited.headMap(checkpoint.size()).keySet());
        attached.add(files.proofs(proven, LogTree.of(log, checkpoint)));
        if (!cited.isEmpty()) {
            attached.add(files.enrolments(cited));
        }
        return attached;
    }

    private SortedSet<Long> citations() {
        var records = new TreeSet<Long>();
        copies.values().forEach(copy -> records.addAll(copy.enrolments()));
        return records;
    }
}
