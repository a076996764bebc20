package org.affidavit.sessionlog.bundle;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;

/// The hashes that some proofs need, taken from one pass over the leaves. Nothing else of the tree
/// stays in memory.
final class WantedNodes implements InclusionProof.Nodes {
    private final Map<Node, Optional<byte[]>> nodes = new HashMap<>();
    private final byte[][] edge = new byte[Long.SIZE][];
    private long size;

    private record Node(int level, long index) {}

    /// Call for every record to prove, before the first leaf.
    void want(long index, long treeSize) throws IOException {
        InclusionProof.of(
                index,
                treeSize,
                (level, at) -> {
                    nodes.put(new Node(level, at), Optional.empty());
                    return TreeHash.empty();
                });
    }

    void append(byte[] leafHash) {
        byte[] hash = leafHash;
        int level = 0;
        keep(level, size, hash);
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hash = TreeHash.node(edge[level], hash);
            level++;
            keep(level, size >>> level, hash);
        }
        edge[level] = hash;
        size++;
    }

    private void keep(int level, long index, byte[] hash) {
        nodes.computeIfPresent(new Node(level, index), (_, _) -> Optional.of(hash));
    }

    @Override
    public byte[] node(int level, long index) throws IOException {
        return nodes.getOrDefault(new Node(level, index), Optional.empty())
                .orElseThrow(() ->
                        new IOException("The log has fewer records than its checkpoint covers"));
    }
}
