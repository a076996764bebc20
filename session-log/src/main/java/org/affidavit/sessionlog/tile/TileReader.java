package org.affidavit.sessionlog.tile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.segment.PlainFiles;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/// Looks hashes and leaves up in the tiles of a log. A proof takes at most two tiles of each level,
/// however long the log is. What it answers is only as good as the root that it leads to.
///
/// Not safe for several threads at once.
public final class TileReader implements InclusionProof.Nodes {
    private static final int LEVEL_BITS = 8;
    private static final int KEPT_MAX = 64;
    private static final int TILE_BYTES = TilePath.FULL * TreeHash.BYTES;
    private static final int LEAF_BYTES_MAX = 65_535;
    private static final int BUNDLE_BYTES_MAX = TilePath.FULL * (Short.BYTES + LEAF_BYTES_MAX);

    private final Path tiles;
    private final long size;
    private final Map<TilePath, byte[]> kept = new LinkedHashMap<>(KEPT_MAX, 0.75f, true);

    /// @param tiles the folder of tiles
    /// @param size of a published checkpoint
    public TileReader(Path tiles, long size) {
        this.tiles = tiles;
        this.size = size;
    }

    /// How many leaves the tree has that it looks at.
    public long size() {
        return size;
    }

    @Override
    public byte[] node(int level, long index) throws IOException {
        int tileLevel = level / LEVEL_BITS;
        int depth = level % LEVEL_BITS;
        long first = index << depth;
        long number = first / TilePath.FULL;
        long hashes = size >>> (tileLevel * LEVEL_BITS);
        int width = (int) Math.min(TilePath.FULL, hashes - number * TilePath.FULL);
        int place = (int) (first % TilePath.FULL);
        if (place + (1 << depth) > width) {
            throw new IndexOutOfBoundsException("There is no such subtree below " + size);
        }
        byte[] tile = read(TilePath.hashes(tileLevel, number, width), TILE_BYTES);
        if (tile.length < width * TreeHash.BYTES || tile.length % TreeHash.BYTES != 0) {
            throw new IOException(TilePath.hashes(tileLevel, number, width) + " is cut short");
        }
        return TileBuilder.root(tile, place, 1 << depth);
    }

    /// The bytes of one leaf.
    public byte[] leaf(long index) throws IOException {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("There is no leaf " + index + " below " + size);
        }
        long number = index / TilePath.FULL;
        int width = (int) Math.min(TilePath.FULL, size - number * TilePath.FULL);
        TilePath bundle = TilePath.entries(number, width);
        try {
            return leaves(read(bundle, BUNDLE_BYTES_MAX)).get((int) (index % TilePath.FULL));
        } catch (IndexOutOfBoundsException e) {
            throw new IOException(bundle + " is cut short", e);
        }
    }

    /// The right edge of the tree.
    public CompactRange range() throws IOException {
        var roots = new ArrayList<byte[]>();
        for (int level = 0; size >>> level > 0; level++) {
            if ((size >>> level & 1) == 1) {
                roots.add(node(level, (size >>> level) - 1));
            }
        }
        return CompactRange.of(size, roots);
    }

    /// What goes on making tiles from here. It holds the leaves of the root that [#range] has, and
    /// no others.
    ///
    /// @throws IOException if a tile cannot be read, or the leaves are not those of their hashes
    public TileBuilder builder() throws IOException {
        var rows = new ArrayList<byte[]>();
        for (int level = 0; size >>> (level * LEVEL_BITS) > 0; level++) {
            long hashes = size >>> (level * LEVEL_BITS);
            int width = (int) (hashes % TilePath.FULL);
            TilePath edge = TilePath.hashes(level, hashes / TilePath.FULL, width);
            rows.add(width == 0 ? new byte[0] : edge.beginning(read(edge, TILE_BYTES), width));
        }
        int width = (int) (size % TilePath.FULL);
        return new TileBuilder(size, rows, width == 0 ? new byte[0] : entries(width, rows));
    }

    private byte[] entries(int width, List<byte[]> rows) throws IOException {
        TilePath edge = TilePath.entries(size / TilePath.FULL, width);
        try {
            byte[] bundle = edge.beginning(read(edge, BUNDLE_BYTES_MAX), width);
            var hashes = new ByteArrayOutputStream();
            leaves(bundle).forEach(leaf -> hashes.writeBytes(TreeHash.leaf(leaf)));
            if (Arrays.equals(hashes.toByteArray(), rows.getFirst())) {
                return bundle;
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IOException(edge + " is cut short", e);
        }
        throw new IOException(edge + " holds other leaves than those of their hashes");
    }

    /// A partial tile goes when the full one is there, which begins with the same bytes.
    private byte[] read(TilePath tile, int bytesMax) throws IOException {
        byte @Nullable [] known = kept.get(tile);
        if (known != null) {
            return known;
        }
        Path file = tiles.resolve(tile.path());
        Path full = tiles.resolve(tile.full().path());
        byte[] bytes = PlainFiles.read(Files.exists(file) ? file : full, bytesMax);
        if (kept.size() == KEPT_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
        kept.put(tile, bytes);
        return bytes;
    }

    /// The leaves in a bundle.
    ///
    /// @throws IndexOutOfBoundsException if it is cut short
    static List<byte[]> leaves(byte[] bundle) {
        var leaves = new ArrayList<byte[]>();
        int at = 0;
        while (at < bundle.length) {
            int length = length(bundle, at);
            at += Short.BYTES;
            if (length > bundle.length - at) {
                throw new IndexOutOfBoundsException("A leaf is cut short");
            }
            leaves.add(Arrays.copyOfRange(bundle, at, at + length));
            at += length;
        }
        return leaves;
    }

    /// Length of the leaf behind it.
    static int length(byte[] bundle, int at) {
        return ((bundle[at] & 0xFF) << Byte.SIZE) | (bundle[at + 1] & 0xFF);
    }
}
