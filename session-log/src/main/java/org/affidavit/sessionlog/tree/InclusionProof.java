package org.affidavit.sessionlog.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Shows that a leaf lies at its place in a tree: the audit path of RFC 6962 section 2.1.1, checked
/// as RFC 9162 section 2.1.3.2 says.
///
/// @param index place of the leaf, from 0
/// @param size leaves of the tree
/// @param path hashes from the leaf's sibling up
public record InclusionProof(long index, long size, List<byte[]> path) {
    public InclusionProof {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException(
                    "There is no leaf " + index + " in a tree of " + size);
        }
        path = List.copyOf(path);
    }

    /// Where the hashes of whole subtrees are kept.
    @FunctionalInterface
    public interface Nodes {
        /// Root over the leaves from `index << level` on, `1 << level` of them.
        byte[] node(int level, long index) throws IOException;
    }

    /// Makes the proof for one leaf.
    public static InclusionProof of(long index, long size, Nodes nodes) throws IOException {
        var path = new ArrayList<byte[]>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long split = from + Long.highestOneBit(to - from - 1);
            if (index < split) {
                path.addFirst(root(split, to, nodes));
                to = split;
            } else {
                path.addFirst(root(from, split, nodes));
                from = split;
            }
        }
        return new InclusionProof(index, size, path);
    }

    /// Root over a range of leaves, as the tree splits it.
    public static byte[] root(long from, long to, Nodes nodes) throws IOException {
        long leaves = to - from;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return nodes.node(level, from >>> level);
        }
        long split = from + Long.highestOneBit(leaves - 1);
        return TreeHash.node(root(from, split, nodes), root(split, to, nodes));
    }

    /// The root of the tree in which a leaf of this hash has this proof; empty if the path is too
    /// long or too short for any.
    public Optional<byte[]> root(byte[] leafHash) {
        byte[] root = leafHash;
        long node = index;
        long last = size - 1;
        for (byte[] sibling : path) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((node & 1) == 1 || node == last) {
                root = TreeHash.node(sibling, root);
                while ((node & 1) == 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                root = TreeHash.node(root, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? Optional.of(root) : Optional.empty();
    }
}
