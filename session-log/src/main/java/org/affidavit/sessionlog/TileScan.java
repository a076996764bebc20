package org.affidavit.sessionlog;

import java.io.IOException;
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
    final TileBuilder builder = new TileBuilder();

    private boolean holds = true;

    /// @param signed size of the newest checkpoint
    TileScan(LogLayout layout, long signed) {
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

    /// Call once the log is known to be as signed. Answers whether tiles had to be made again.
    boolean repair(Disk disk) throws IOException {
        // Partial tiles that no checkpoint of ours needs are compared here, behind the last record.
        builder.partials(this::compareShorter);
        if (holds) {
            return false;
        }
        var store = new TileStore(layout, disk, new TileBuilder());
        var again = new TileBuilder();
        while (again.size() < builder.size()) {
            segment(again, store);
        }
        again.partials((tile, bytes) -> replace(store, tile, bytes));
        return true;
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
