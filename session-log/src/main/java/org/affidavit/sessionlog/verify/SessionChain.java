package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// The check SESSIONS: in each session the records are numbered without a gap, each names the one
/// before it, and the last one counts and sums them up. Of a session that ended nothing is
/// remembered here.
final class SessionChain {
    private static final byte[] PREFIX = "affidavit/session/v1\0".getBytes(UTF_8);

    private final Findings findings;
    private final Map<SessionId, Open> open = new HashMap<>();
    private long opened;

    /// What is known of a session that has not ended.
    private static final class Open {
        private final CompactRange range = new CompactRange();
        private String previousHash = "";
        private long previousRecord;
    }

    SessionChain(Findings findings) {
        this.findings = findings;
    }

    void accept(Leaf leaf, SessionEvent event, byte[] leafHash) {
        Leaf.Link link = leaf.link().orElseThrow();
        boolean opens = event instanceof SessionEvent.SessionOpened;
        @Nullable Open session = open.get(event.session());
        if (opens == (session != null)) {
            broken(
                    leaf.index(),
                    opens
                            ? "record %d opens a session that is open already"
                            : "record %d belongs to a session that is not open");
        }
        if (opens) {
            opened++;
        }
        Open known = session == null ? new Open() : session;
        if (link.sequence() != known.range.size()) {
            broken(leaf.index(), "before record %d records of its session are missing or twice");
        } else if (!link.previous().equals(known.previousHash)) {
            // The record that is no longer what its successor says is the likelier culprit.
            broken(
                    known.previousRecord,
                    "record %d is not the one that the next of its session names");
        }
        if (leaf.total().isPresent()) {
            checkTotal(leaf.index(), leaf.total().get(), known);
            open.remove(event.session());
            return;
        }
        known.range.append(TreeHash.leaf(PREFIX, leafHash));
        known.previousHash = Leaf.hex(leafHash);
        known.previousRecord = leaf.index();
        open.put(event.session(), known);
    }

    private void checkTotal(long record, Leaf.Total total, Open session) {
        if (total.count() != session.range.size() + 1
                || !Optional.of(total.root()).equals(Optional.of(Leaf.hex(session.range.root())))) {
            broken(record, "record %d ends a session that does not have the records it sums up");
        }
    }

    private void broken(long record, String what) {
        findings.broken(Check.SESSIONS, record, what.replace("%d", Long.toString(record)));
    }

    /// Sessions whose opening was read.
    long opened() {
        return opened;
    }

    /// Sessions without an end.
    long open() {
        return open.size();
    }
}
