package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Path;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tile.TileBuilder;
import org.affidavit.sessionlog.tile.TileFiles;
import org.affidavit.sessionlog.tile.TilePath;
import org.affidavit.sessionlog.tree.TreeHash;

/// Finds out while a log is scanned whether its tiles are those that the records make, and makes
/// them again where they are not. They are derived, so nothing is lost by it.
final class TileScan {
    private final LogLayout layout;
    private final TileFiles files;
    private final long signed;

    /// Takes every record.
    final TileBuilder builder;

    private boolean holds = true;

    /// From the first record on.
    ///
    /// @param signed size of the newest checkpoint
    TileScan(LogLayout layout, long signed) {
        this(layout, signed, new TileBuilder());
    }

    /// @param builder took the records before
    TileScan(LogLayout layout, long signed, TileBuilder builder) {
        this.builder = builder;
        this.layout = layout;
        this.files = new TileFiles(layout.tiles());
        this.signed = signed;
    }

    void take(byte[] leaf, byte[] hash) throws IOException {
        builder.append(leaf, hash, this::compare);
        if (builder.size() == signed) {
            builder.partials(this::compare);
        }
    }

    private void compare(TilePath tile, byte[] bytes) throws IOException {
        boolean needed = tile.end() <= signed && (tile.isFull() || !files.hasFull(tile));
        holds &=
                switch (files.find(tile, bytes)) {
                    case SAME -> true;
                    case OTHER -> false;
                    case MISSING -> !needed;
                };
        holds &= !tile.isFull() || files.shorter(tile).isEmpty();
    }

    /// Compares the partial tiles that no checkpoint of ours needs, behind the last record.
    void finish() throws IOException {
        builder.partials(this::compareShorter);
    }

    /// Whether all are what the records make.
    boolean holds() {
        return holds;
    }

    /// Makes the tiles again. Call once the log is known to be as signed, on a scan from the first
    /// record on.
    ///
    /// @param partials whether those at the right edge, too
    /// @param draft where a tile is made before it gets its name
    void repair(Disk disk, Path draft, boolean partials) throws IOException {
        try (var store = new TileStore(layout, disk, new TileBuilder(), draft)) {
            var again = new TileBuilder();
            while (again.size() < builder.size()) {
                segment(again, store);
            }
            if (partials) {
                again.partials((tile, bytes) -> replace(store, tile, bytes));
            }
        }
    }

    private void compareShorter(TilePath tile, byte[] bytes) throws IOException {
        for (TilePath shorter : files.shorter(tile)) {
            byte[] expected = tile.beginning(bytes, shorter.width());
            holds &= files.find(shorter, expected) == TileFiles.Found.SAME;
        }
    }

    private void segment(TileBuilder again, TileStore store) throws IOException {
        long first = again.size();
        try (var scanner =
                FrameScanner.open(FileKind.SEGMENT, layout.file(FileKind.SEGMENT, first))) {
            scanner.header();
            while (again.size() < builder.size() && scanner.next() instanceof Next.Frame frame) {
                again.append(
                        frame.body(),
                        TreeHash.leaf(frame.body()),
                        (tile, bytes) -> replace(store, tile, bytes));
            }
        }
        if (again.size() == first) {
            throw new IOException("The segment of record " + first + " changed while it was read");
        }
    }

    private static void replace(TileStore store, TilePath tile, byte[] bytes) throws IOException {
        store.dropShorter(tile);
        store.put(tile, bytes);
    }
}
