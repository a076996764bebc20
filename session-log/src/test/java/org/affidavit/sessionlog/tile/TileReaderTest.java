package org.affidavit.sessionlog.tile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileReaderTest {
    @TempDir Path folder;
    private final TileBuilder builder = new TileBuilder();
    private final CompactRange tree = new CompactRange();

    private static byte[] leaf(long index) {
        return ("leaf " + index).getBytes(UTF_8);
    }

    private void grow(long size) throws IOException {
        while (tree.size() < size) {
            byte[] leaf = leaf(tree.size());
            byte[] hash = TreeHash.leaf(leaf);
            builder.append(leaf, hash, this::write);
            tree.append(hash);
        }
        builder.partials(this::write);
    }

    private void write(TilePath tile, byte[] bytes) throws IOException {
        Path file = folder.resolve(tile.path());
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private void assertProves(TileReader reader, long index) throws IOException {
        var proof = InclusionProof.of(index, reader.size(), reader);
        assertThat(proof.root(TreeHash.leaf(leaf(index)))).hasValue(tree.root());
        assertThat(reader.leaf(index)).isEqualTo(leaf(index));
    }

    @Test
    void provesEveryLeafOfSmallTrees() throws IOException {
        for (int size : new int[] {1, 2, 3, 255, 256, 257, 511, 513, 1_000}) {
            grow(size);
            var reader = new TileReader(folder, size);
            for (int index = 0; index < size; index++) {
                assertProves(reader, index);
            }
        }
    }

    @Test
    void provesLeavesOfATreeWithThreeLevels() throws IOException {
        grow(70_003);
        assertThat(folder.resolve("2/000.p/1")).hasSize(TreeHash.BYTES);
        var reader = new TileReader(folder, 70_003);
        for (long index : new long[] {0, 255, 256, 65_535, 65_536, 69_999, 70_002}) {
            assertProves(reader, index);
        }
    }

    @Test
    void takesTheFullTileWhereThePartialOneIsGone() throws IOException {
        grow(300);
        byte[] root = tree.root();
        grow(600);
        Files.delete(folder.resolve("0/001.p/44"));
        Files.delete(folder.resolve("entries/001.p/44"));
        var reader = new TileReader(folder, 300);
        assertThat(InclusionProof.of(299, 300, reader).root(TreeHash.leaf(leaf(299))))
                .hasValue(root);
        assertThat(reader.leaf(299)).isEqualTo(leaf(299));
    }

    @Test
    void failsWhereATileIsMissingOrCutShort() throws IOException {
        grow(300);
        Path tile = folder.resolve("0/000");
        Files.write(tile, Arrays.copyOf(Files.readAllBytes(tile), 8_191));
        assertThatThrownBy(() -> new TileReader(folder, 300).node(0, 3))
                .isInstanceOf(IOException.class)
                .hasMessage("tile/0/000 is cut short");
        Files.delete(tile);
        assertThatThrownBy(() -> new TileReader(folder, 300).node(0, 3))
                .isInstanceOf(NoSuchFileException.class);
        Path bundle = folder.resolve("entries/001.p/44");
        Files.write(bundle, Arrays.copyOf(Files.readAllBytes(bundle), 20));
        assertThatThrownBy(() -> new TileReader(folder, 300).leaf(299))
                .isInstanceOf(IOException.class)
                .hasMessage("tile/entries/001.p/44 is cut short");
    }

    @Test
    void hasNothingBehindItsSize() throws IOException {
        grow(300);
        var reader = new TileReader(folder, 300);
        assertThatThrownBy(() -> reader.node(0, 300)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.node(8, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.leaf(300)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
