package org.affidavit.sessionlog.tile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affidavit.sessionlog.tree.TreeHash;

/// Makes the tiles of a tree that grows. Keeps of each level what is no full tile yet.
///
/// Not safe for several threads at once.
public final class TileBuilder {
    private final List<byte[]> rows = new ArrayList<>();
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private long size;

    /// Takes tiles.
    @FunctionalInterface
    public interface Sink {
        /// @param bytes belong to the taker
        void put(TilePath tile, byte[] bytes) throws IOException;
    }

    /// Takes leaves from the first one on.
    public TileBuilder() {}

    /// Goes on behind leaves that others took.
    ///
    /// @param rows the tile at the right edge of each level, empty where it would hold nothing
    /// @param entries the bundle at the right edge
    TileBuilder(long size, List<byte[]> rows, byte[] entries) {
        this.size = size;
        for (byte[] row : rows) {
            this.rows.add(Arrays.copyOf(row, TilePath.FULL * TreeHash.BYTES));
        }
        this.entries.writeBytes(entries);
    }

    /// How many leaves it took.
    public long size() {
        return size;
    }

    /// Takes the next leaf, and hands on the tiles that it fills.
    public void append(byte[] leaf, byte[] leafHash, Sink full) throws IOException {
        entries.write(leaf.length >>> Byte.SIZE);
        entries.write(leaf.length);
        entries.writeBytes(leaf);
        long index = size++;
        if (fills(index)) {
            full.put(TilePath.entries(index / TilePath.FULL, TilePath.FULL), entries.toByteArray());
            entries.reset();
        }
        append(0, index, leafHash, full);
    }

    private void append(int level, long index, byte[] hash, Sink full) throws IOException {
        if (level == rows.size()) {
            rows.add(new byte[TilePath.FULL * TreeHash.BYTES]);
        }
        byte[] row = rows.get(level);
        System.arraycopy(
                hash, 0, row, (int) (index % TilePath.FULL) * TreeHash.BYTES, TreeHash.BYTES);
        if (fills(index)) {
            long number = index / TilePath.FULL;
            full.put(TilePath.hashes(level, number, TilePath.FULL), row.clone());
            append(level + 1, number, root(row, 0, TilePath.FULL), full);
        }
    }

    private static boolean fills(long index) {
        return index % TilePath.FULL == TilePath.FULL - 1;
    }

    /// Hands over the tiles at the right edge that are not full.
    public void partials(Sink partial) throws IOException {
        int width = (int) (size % TilePath.FULL);
        if (width > 0) {
            partial.put(TilePath.entries(size / TilePath.FULL, width), entries.toByteArray());
        }
        long hashes = size;
        for (int level = 0; level < rows.size(); level++) {
            width = (int) (hashes % TilePath.FULL);
            if (width > 0) {
                partial.put(
                        TilePath.hashes(level, hashes / TilePath.FULL, width),
                        Arrays.copyOf(rows.get(level), width * TreeHash.BYTES));
            }
            hashes /= TilePath.FULL;
        }
    }

    /// Root over hashes of one tile, a power of two of them.
    static byte[] root(byte[] tile, int first, int hashes) {
        if (hashes == 1) {
            return Arrays.copyOfRange(tile, first * TreeHash.BYTES, (first + 1) * TreeHash.BYTES);
        }
        int half = hashes / 2;
        return TreeHash.node(root(tile, first, half), root(tile, first + half, half));
    }
}
