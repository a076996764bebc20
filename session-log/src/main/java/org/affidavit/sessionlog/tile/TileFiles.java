package org.affidavit.sessionlog.tile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.affidavit.sessionlog.segment.PlainFiles;

/// The tiles as they lie on disk, to be compared with those that the records make.
public final class TileFiles {
    private final Path tiles;

    /// How a tile is found.
    public enum Found {
        /// Byte for byte what the records make.
        SAME,
        /// Not there, or not all of it: zeros or nothing where bytes should be, as a power failure
        /// leaves a file that was not forced.
        MISSING,
        /// Something else.
        OTHER
    }

    public TileFiles(Path tiles) {
        this.tiles = tiles;
    }

    public Found find(TilePath tile, byte[] expected) throws IOException {
        Path file = tiles.resolve(tile.path());
        if (!Files.exists(file)) {
            return Found.MISSING;
        }
        try {
            byte[] bytes = PlainFiles.read(file, expected.length);
            if (Arrays.equals(bytes, expected)) {
                return Found.SAME;
            }
            return isPartOf(expected, bytes) ? Found.MISSING : Found.OTHER;
        } catch (NoSuchFileException e) {
            // A partial tile goes when the full one is there.
            return Found.MISSING;
        }
    }

    private static boolean isPartOf(byte[] expected, byte[] bytes) {
        if (bytes.length > expected.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != expected[i] && bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether the full tile is there in the place of one that is not.
    public boolean hasFull(TilePath tile) {
        return Files.exists(tiles.resolve(tile.full().path()));
    }

    /// The folder of the shorter tiles in a tile's place.
    public Path shorterFolder(TilePath tile) {
        return tiles.resolve(tile.full().path() + ".p");
    }

    /// The shorter tiles that lie in a tile's place.
    public List<TilePath> shorter(TilePath tile) throws IOException {
        Path folder = shorterFolder(tile);
        var found = new ArrayList<TilePath>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                TilePath.parse(name(file))
                        .filter(one -> one.width() <= tile.width())
                        .ifPresent(found::add);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        return found;
    }

    /// A file's name relative to the folder of tiles, as C2SP writes it.
    public String name(Path file) {
        return tiles.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
