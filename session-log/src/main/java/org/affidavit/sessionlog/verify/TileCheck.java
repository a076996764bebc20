package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tile.TileBuilder;
import org.affidavit.sessionlog.tile.TileFiles;
import org.affidavit.sessionlog.tile.TilePath;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// The check TILES: every tile is what the records make. One that is missing is no alteration,
/// because a writer makes it again.
final class TileCheck {
    private final Path folder;
    private final TileFiles files;
    private final Findings findings;
    private final long signed;
    private final TileBuilder builder = new TileBuilder();
    private long found;
    private long missing;
    private String firstMissing = "";
    private String beyond = "";

    /// @param signed size of the newest checkpoint: tiles are written before it is
    TileCheck(LogLayout layout, Findings findings, long signed) {
        this.folder = layout.tiles();
        this.files = new TileFiles(folder);
        this.findings = findings;
        this.signed = signed;
    }

    /// Takes the records in order.
    void accept(byte[] leaf, byte[] hash) throws IOException {
        builder.append(leaf, hash, this::all);
        if (builder.size() == signed) {
            builder.partials(this::edge);
        }
    }

    private void all(TilePath tile, byte[] bytes) throws IOException {
        compare(tile, bytes, tile.end() <= signed);
        shorter(tile, bytes);
    }

    /// At the size of the newest checkpoint, unless the full tile is there by now.
    private void edge(TilePath tile, byte[] bytes) throws IOException {
        compare(tile, bytes, !files.hasFull(tile));
    }

    private void shorter(TilePath tile, byte[] bytes) throws IOException {
        for (TilePath shorter : files.shorter(tile)) {
            compare(shorter, tile.beginning(bytes, shorter.width()), false);
        }
    }

    private void compare(TilePath tile, byte[] expected, boolean needed) throws IOException {
        switch (files.find(tile, expected)) {
            case SAME -> found++;
            case OTHER -> broken(tile + " is not what the records make");
            case MISSING -> {
                if (needed && missing++ == 0) {
                    firstMissing = tile.toString();
                }
            }
        }
    }

    /// Call when every record was read, or none can be read any more.
    void finish(boolean whole) throws IOException {
        if (!whole) {
            findings.unknown(Check.TILES, "read only up to record " + builder.size());
            return;
        }
        builder.partials(this::shorter);
        if (Files.isDirectory(folder)) {
            lookForOthers();
        }
        if (missing > 0) {
            findings.unknown(
                    Check.TILES,
                    (missing == 1
                                    ? firstMissing + " is missing"
                                    : Counts.of(missing, "tile")
                                            + " are missing, the first being "
                                            + firstMissing)
                            + "; the records are not concerned, and a gateway makes them again");
        }
    }

    /// @param changed whether somebody wrote to the log meanwhile
    void judgeBeyond(boolean changed) {
        if (!beyond.isEmpty() && !changed) {
            broken(beyond + " is over records that the log does not hold");
        }
    }

    /// What to say if it holds.
    String words() {
        return found == 0
                ? "nothing is signed yet, so there are no tiles"
                : Counts.of(found, "tile") + ", each what the records make";
    }

    private void lookForOthers() throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        judge(file, attributes.isRegularFile());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
    }

    private void judge(Path file, boolean regular) {
        String name = files.name(file);
        Optional<TilePath> tile = regular ? TilePath.parse(name) : Optional.empty();
        if (tile.isEmpty()) {
            findings.foreign(Check.TILES, "tile holds " + name + ", which is no tile");
        } else if (tile.get().end() > builder.size()) {
            beyond = tile.get().toString();
        }
    }

    private void broken(String what) {
        findings.broken(Check.TILES, Findings.NO_RECORD, what);
    }
}
