package org.affidavit.sessionlog.anchor;

import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;

/// The hashes of a log's tree, for proofs. Keeps one for each 256 records, which is 125 KiB for a
/// million; what lies below is read again. Safe for any thread.
public final class LogHashes implements InclusionProof.Nodes {
    private static final int LEVEL = 8;

    private final SessionLogReader reader;
    private final List<byte[]> blocks = new ArrayList<>();

    public LogHashes(SessionLogReader reader) {
        this.reader = reader;
    }

    @Override
    public synchronized byte[] node(int level, long index) throws LogFailure {
        if (level < LEVEL) {
            return read(index << level, 1L << level);
        }
        long count = 1L << (level - LEVEL);
        long first = index << (level - LEVEL);
        while (blocks.size() < first + count) {
            blocks.add(read((long) blocks.size() << LEVEL, 1L << LEVEL));
        }
        return fold((int) first, (int) count);
    }

    private byte[] fold(int first, int count) {
        return count == 1
                ? blocks.get(first)
                : TreeHash.node(fold(first, count / 2), fold(first + count / 2, count / 2));
    }

    private byte[] read(long first, long count) throws LogFailure {
        var range = new CompactRange();
        reader.forEach(
                first,
                record -> {
                    range.append(TreeHash.leaf(record.leaf()));
                    return range.size() < count;
                });
        if (range.size() != count) {
            throw new LogFailure(
                    "The log has fewer records than its checkpoint covers. Run `affidavit verify`"
                            + " on it.");
        }
        return range.root();
    }
}
