package org.affidavit.sessionlog.anchor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.ConsistencyProof;
import org.affidavit.sessionlog.tree.TreeHash;

/// A log as a witness sees it: leaves without content, of one history or another.
final class GrowingLog {
    static final String ORIGIN = "gw.test.example/affidavit";

    private final LogSigner signer;

    /// Leaves from this index on belong to the other history.
    private final long forkAt;

    GrowingLog(Path key) throws LogFailure {
        this(LogSigner.create(key, ORIGIN), Long.MAX_VALUE);
    }

    private GrowingLog(LogSigner signer, long forkAt) {
        this.signer = signer;
        this.forkAt = forkAt;
    }

    /// Another history, signed by the same key.
    GrowingLog forkedAt(long index) {
        return new GrowingLog(signer, index);
    }

    LogSigner signer() {
        return signer;
    }

    SignedNote note(long size) {
        return signer.sign(text(size), Instant.EPOCH.plusSeconds(1));
    }

    CheckpointText text(long size) {
        return new CheckpointText(ORIGIN, size, subtree(0, size));
    }

    byte[] request(long old, long size) throws IOException {
        var proof =
                ConsistencyProof.of(
                        old, size, (level, index) -> subtree(index << level, (index + 1) << level));
        return new AddCheckpoint(old, proof.path(), note(size), text(size)).format();
    }

    private byte[] subtree(long from, long to) {
        var tree = new CompactRange();
        for (long i = from; i < to; i++) {
            tree.append(TreeHash.leaf(new byte[] {(byte) i, (byte) (i < forkAt ? 0 : 1)}));
        }
        return tree.root();
    }
}
