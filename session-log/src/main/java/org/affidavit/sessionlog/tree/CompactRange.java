package org.affidavit.sessionlog.tree;

import java.util.ArrayList;
import java.util.List;

/// The right edge of a Merkle tree: enough to append leaves and to tell the root at any moment, in
/// memory that grows with the logarithm of the size only.
///
/// Not safe for several threads at once.
public final class CompactRange {
    /// One root for each full subtree on the right edge, by level; a level is filled exactly where
    /// the binary form of the size has a one.
    private final byte[][] subtrees = new byte[Long.SIZE][];

    private long size;

    /// An empty tree.
    public CompactRange() {}

    /// The edge of a tree that is there already.
    ///
    /// @param subtrees roots of its full subtrees, as [#subtrees] gives them
    /// @throws IllegalArgumentException if a tree of that size has another number of them
    public static CompactRange of(long size, List<byte[]> subtrees) {
        if (size < 0 || subtrees.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException(
                    "A tree of " + size + " leaves has not " + subtrees.size() + " full subtrees");
        }
        var range = new CompactRange();
        range.size = size;
        int next = 0;
        for (int level = 0; level < Long.SIZE; level++) {
            if ((size >>> level & 1) == 1) {
                range.subtrees[level] = subtrees.get(next++).clone();
            }
        }
        return range;
    }

    /// Roots of the full subtrees on the right edge, the smallest first.
    public List<byte[]> subtrees() {
        var roots = new ArrayList<byte[]>();
        for (int level = 0; level < Long.SIZE; level++) {
            if ((size >>> level & 1) == 1) {
                roots.add(subtrees[level].clone());
            }
        }
        return roots;
    }

    /// How many leaves it holds.
    public long size() {
        return size;
    }

    /// Appends one leaf by its hash.
    public void append(byte[] leafHash) {
        byte[] hash = leafHash.clone();
        int level = 0;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hash = TreeHash.node(subtrees[level], hash);
            level++;
        }
        subtrees[level] = hash;
        size++;
    }

    /// The Merkle root over all leaves so far.
    public byte[] root() {
        if (size == 0) {
            return TreeHash.empty();
        }
        int level = Long.numberOfTrailingZeros(size);
        byte[] root = subtrees[level].clone();
        for (level++; level < Long.SIZE; level++) {
            if ((size >>> level & 1) == 1) {
                root = TreeHash.node(subtrees[level], root);
            }
        }
        return root;
    }
}
