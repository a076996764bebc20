package org.affidavit.sessionlog.tree;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Shows that one tree begins with all of another: made as RFC 6962 section 2.1.2 says, checked as
/// RFC 9162 section 2.1.4.2 says.
///
/// @param from leaves of the older tree; every tree begins with the empty one
/// @param to leaves of the newer tree
/// @param path hashes in the order of the RFC; none if the sizes are equal or `from` is 0
public record ConsistencyProof(long from, long to, List<byte[]> path) {
    /// No proof between trees of up to 2^63 leaves has more hashes.
    public static final int PATH_MAX = Long.SIZE - 1;

    public ConsistencyProof {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException(
                    "A tree of " + to + " leaves does not begin with one of " + from);
        }
        path = List.copyOf(path);
    }

    /// Makes the proof between two sizes of one tree.
    public static ConsistencyProof of(long from, long to, InclusionProof.Nodes nodes)
            throws IOException {
        var path = new ArrayDeque<byte[]>();
        if (from > 0 && from < to) {
            collect(from, to, nodes, path);
        }
        return new ConsistencyProof(from, to, new ArrayList<>(path));
    }

    /// Goes down along the older tree's right edge. What lies beside that way is needed, and the
    /// subtree at its end, unless that is the older tree itself, whose root the reader has.
    private static void collect(long from, long to, InclusionProof.Nodes nodes, Deque<byte[]> path)
            throws IOException {
        long begin = 0;
        long end = to;
        while (end != from) {
            long split = begin + Long.highestOneBit(end - begin - 1);
            if (from <= split) {
                path.addFirst(InclusionProof.root(split, end, nodes));
                end = split;
            } else {
                path.addFirst(InclusionProof.root(begin, split, nodes));
                begin = split;
            }
        }
        if (begin > 0) {
            path.addFirst(InclusionProof.root(begin, end, nodes));
        }
    }

    /// Whether it shows that the tree with the second root begins with the tree with the first.
    public boolean holds(byte[] fromRoot, byte[] toRoot) {
        if (from == 0) {
            return path.isEmpty() && Arrays.equals(fromRoot, TreeHash.empty());
        }
        if (from == to) {
            return path.isEmpty() && Arrays.equals(fromRoot, toRoot);
        }
        return climb(fromRoot)
                .filter(roots -> Arrays.equals(roots.older, fromRoot))
                .filter(roots -> Arrays.equals(roots.newer, toRoot))
                .isPresent();
    }

    private record Roots(byte[] older, byte[] newer) {}

    private Optional<Roots> climb(byte[] fromRoot) {
        var hashes = new ArrayDeque<>(path);
        if (Long.bitCount(from) == 1) {
            hashes.addFirst(fromRoot);
        }
        if (hashes.isEmpty()) {
            return Optional.empty();
        }
        int shared = Long.numberOfTrailingZeros(from);
        long node = (from - 1) >>> shared;
        long last = (to - 1) >>> shared;
        byte[] older = hashes.removeFirst();
        byte[] newer = older;
        for (byte[] hash : hashes) {
            if (last == 0) {
                return Optional.empty();
            }
            if ((node & 1) == 1 || node == last) {
                older = TreeHash.node(hash, older);
                newer = TreeHash.node(hash, newer);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                newer = TreeHash.node(newer, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 ? Optional.of(new Roots(older, newer)) : Optional.empty();
    }
}
