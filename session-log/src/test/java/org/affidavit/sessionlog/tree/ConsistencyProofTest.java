package org.affidavit.sessionlog.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Against the definitions of RFC 6962, written down again here as they stand there.
class ConsistencyProofTest {
    private static final int SIZES = 70;

    @Test
    void isTheProofThatTheRfcDefinesForEveryTwoSizes() throws IOException {
        for (int to = 1; to <= SIZES; to++) {
            for (int from = 1; from <= to; from++) {
                assertThat(hex(proof(from, to).path()))
                        .as("%d to %d", from, to)
                        .isEqualTo(hex(subproof(from, 0, to, true)));
            }
        }
    }

    @Test
    void holdsBetweenEveryTwoSizesOfOneTree() throws IOException {
        for (int to = 0; to <= SIZES; to++) {
            for (int from = 0; from <= to; from++) {
                assertThat(proof(from, to).holds(root(0, from), root(0, to)))
                        .as("%d to %d", from, to)
                        .isTrue();
            }
        }
    }

    @Test
    void holdsForNoOtherRoot() throws IOException {
        for (int to = 1; to <= SIZES; to++) {
            for (int from = 0; from <= to; from++) {
                ConsistencyProof proof = proof(from, to);
                assertThat(proof.holds(leaf(200), root(0, to))).isFalse();
                // Every tree begins with the empty one.
                assertThat(proof.holds(root(0, from), leaf(200))).isEqualTo(from == 0);
            }
        }
    }

    @Test
    void holdsForNoOtherSizes() throws IOException {
        for (int to = 2; to <= 40; to++) {
            for (int from = 1; from < to; from++) {
                List<byte[]> path = proof(from, to).path();
                for (int other = 1; other <= to; other++) {
                    if (other != from) {
                        var moved = new ConsistencyProof(other, to, path);
                        assertThat(moved.holds(root(0, other), root(0, to)))
                                .as("%d for %d to %d", other, from, to)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void holdsWithNoHashChangedMissingOrTooMany() throws IOException {
        var random = new Random(7);
        for (int to = 2; to <= SIZES; to++) {
            int from = 1 + random.nextInt(to - 1);
            List<byte[]> path = proof(from, to).path();
            for (int at = 0; at < path.size(); at++) {
                var changed = new ArrayList<>(path);
                byte[] hash = path.get(at).clone();
                hash[random.nextInt(hash.length)] ^= (byte) (1 << random.nextInt(8));
                changed.set(at, hash);
                assertHoldsNot(from, to, changed);
                var missing = new ArrayList<>(path);
                missing.remove(at);
                assertHoldsNot(from, to, missing);
                var more = new ArrayList<>(path);
                more.add(at, leaf(3));
                assertHoldsNot(from, to, more);
            }
            var longer = new ArrayList<>(path);
            longer.add(leaf(3));
            assertHoldsNot(from, to, longer);
        }
    }

    @Test
    void refusesAHistoryThatWasRewritten() throws IOException {
        byte[] rewritten = TreeHash.node(root(0, 4), TreeHash.node(leaf(99), leaf(5)));
        assertThat(proof(5, 6).holds(root(0, 5), rewritten)).isFalse();
        assertThat(proof(4, 6).holds(root(0, 4), root(0, 6))).isTrue();
    }

    @Test
    void hasNoProofFromALargerTree() {
        assertThatThrownBy(() -> new ConsistencyProof(5, 4, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertHoldsNot(int from, int to, List<byte[]> path) {
        assertThat(new ConsistencyProof(from, to, path).holds(root(0, from), root(0, to)))
                .as("%d to %d", from, to)
                .isFalse();
    }

    /// SUBPROOF(m, D[begin:end], b) of RFC 6962 section 2.1.2.
    private static List<byte[]> subproof(int m, int begin, int end, boolean complete) {
        int n = end - begin;
        if (m == n) {
            return complete ? List.of() : List.of(root(begin, end));
        }
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        var proof = new ArrayList<byte[]>();
        if (m <= k) {
            proof.addAll(subproof(m, begin, begin + k, complete));
            proof.add(root(begin + k, end));
        } else {
            proof.addAll(subproof(m - k, begin + k, end, false));
            proof.add(root(begin, begin + k));
        }
        return proof;
    }

    /// MTH(D[begin:end]) of RFC 6962 section 2.1.
    private static byte[] root(int begin, int end) {
        int n = end - begin;
        if (n == 0) {
            return TreeHash.empty();
        }
        if (n == 1) {
            return leaf(begin);
        }
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return TreeHash.node(root(begin, begin + k), root(begin + k, end));
    }

    private static ConsistencyProof proof(int from, int to) throws IOException {
        return ConsistencyProof.of(
                from, to, (level, at) -> root((int) (at << level), (int) ((at + 1) << level)));
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(HexFormat.of()::formatHex).toList();
    }

    private static byte[] leaf(int number) {
        return TreeHash.leaf(new byte[] {(byte) number});
    }
}
