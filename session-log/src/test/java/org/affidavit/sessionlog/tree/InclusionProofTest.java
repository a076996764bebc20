package org.affidavit.sessionlog.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class InclusionProofTest {
    @Test
    void leadsFromEveryLeafOfEveryTreeToItsRoot() throws IOException {
        for (int size = 1; size <= 70; size++) {
            byte[] root = tree(size).root();
            for (int index = 0; index < size; index++) {
                assertThat(proof(index, size).root(leaf(index)))
                        .as("leaf %d of %d", index, size)
                        .hasValueSatisfying(found -> assertThat(found).isEqualTo(root));
            }
        }
    }

    /// The seven leaves of RFC 6962 section 2.1.3: the path of d0 is b, h, l and that of d6 is i,
    /// k.
    @Test
    void hasThePathsOfTheRfc() throws IOException {
        byte[] h = TreeHash.node(leaf(2), leaf(3));
        byte[] i = TreeHash.node(leaf(4), leaf(5));
        byte[] k = TreeHash.node(TreeHash.node(leaf(0), leaf(1)), h);
        byte[] l = TreeHash.node(i, leaf(6));
        assertThat(hex(proof(0, 7))).isEqualTo(hex(new InclusionProof(0, 7, list(leaf(1), h, l))));
        assertThat(hex(proof(6, 7))).isEqualTo(hex(new InclusionProof(6, 7, list(i, k))));
    }

    @Test
    void doesNotLeadThereFromAnotherLeafOrAnotherPlace() throws IOException {
        byte[] root = tree(25).root();
        assertThat(proof(9, 25).root(leaf(8)).orElseThrow()).isNotEqualTo(root);
        var moved = new InclusionProof(8, 25, proof(9, 25).path());
        assertThat(moved.root(leaf(9)).orElseThrow()).isNotEqualTo(root);
    }

    @Test
    void hasNoRootWhenThePathIsTooShortOrTooLong() throws IOException {
        List<byte[]> path = proof(9, 25).path();
        var shorter = new InclusionProof(9, 25, path.subList(0, path.size() - 1));
        assertThat(shorter.root(leaf(9))).isEmpty();
        var longer = new ArrayList<>(path);
        longer.add(leaf(1));
        assertThat(new InclusionProof(9, 25, longer).root(leaf(9))).isEmpty();
    }

    private static List<byte[]> list(byte[]... hashes) {
        return List.of(hashes);
    }

    private static List<String> hex(InclusionProof proof) {
        return proof.path().stream().map(HexFormat.of()::formatHex).toList();
    }

    private static InclusionProof proof(int index, int size) throws IOException {
        return InclusionProof.of(
                index, size, (level, at) -> subtree(at << level, (at + 1) << level).root());
    }

    private static CompactRange tree(int size) {
        return subtree(0, size);
    }

    private static CompactRange subtree(long from, long to) {
        var tree = new CompactRange();
        for (long i = from; i < to; i++) {
            tree.append(leaf((int) i));
        }
        return tree;
    }

    private static byte[] leaf(int number) {
        return TreeHash.leaf(new byte[] {(byte) number});
    }
}
