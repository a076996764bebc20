package org.affidavit.sessionlog.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.tree.TreeHash;

/// Name of one tile, as C2SP tlog-tiles has it:
///
/// ```
/// 0/x001/x234/067         hashes 1,234,067 * 256 on of level 0, 256 of them
/// 1/000.p/12              the first 12 of level 1, when there are no more yet
/// entries/000             leaves 0 to 255, each behind its length in 16 bits
/// ```
///
/// @param level 0 to 6, each hash of one being over 256 of the level below; -1 for leaves
/// @param number place among those of its level
/// @param width hashes or leaves that it holds, 1 to 256
public record TilePath(int level, long number, int width) {
    /// What a full tile holds.
    public static final int FULL = 256;

    private static final int ENTRIES = -1;
    private static final int LEVEL_BITS = 8;
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(entries|[0-6])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    static TilePath hashes(int level, long number, int width) {
        return new TilePath(level, number, width);
    }

    static TilePath entries(long number, int width) {
        return new TilePath(ENTRIES, number, width);
    }

    /// The tile of a name, relative to the folder of tiles; empty if no tile is named so.
    public static Optional<TilePath> parse(String path) {
        Matcher parts = SHAPE.matcher(path);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int level = parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1));
        long number = Long.parseLong(parts.group(2).replaceAll("[x/]", ""));
        int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
        var tile = new TilePath(level, number, width);
        boolean fits = width <= FULL && number < (Long.MAX_VALUE >>> tile.bits());
        return fits && tile.path().equals(path) ? Optional.of(tile) : Optional.empty();
    }

    /// Its name, relative to the folder of tiles.
    public String path() {
        var groups = new ArrayList<String>();
        long rest = number;
        groups.add(group(rest));
        for (rest /= 1_000; rest > 0; rest /= 1_000) {
            groups.add("x" + group(rest));
        }
        return (isEntries() ? "entries" : level)
                + "/"
                + String.join("/", groups.reversed())
                + (isFull() ? "" : ".p/" + width);
    }

    private static String group(long rest) {
        return String.format(Locale.ROOT, "%03d", rest % 1_000);
    }

    /// Whether it holds leaves instead of hashes.
    public boolean isEntries() {
        return level == ENTRIES;
    }

    public boolean isFull() {
        return width == FULL;
    }

    /// The full tile in the same place.
    public TilePath full() {
        return new TilePath(level, number, FULL);
    }

    /// Index after the last record that it says something of.
    public long end() {
        return (number * FULL + width) << (bits() - LEVEL_BITS);
    }

    private int bits() {
        return isEntries() ? LEVEL_BITS : LEVEL_BITS * (level + 1);
    }

    /// The bytes of a shorter tile in the same place, which are the first of this one's.
    public byte[] beginning(byte[] bytes, int shorter) {
        if (!isEntries()) {
            return Arrays.copyOf(bytes, shorter * TreeHash.BYTES);
        }
        int length = 0;
        for (int leaf = 0; leaf < shorter; leaf++) {
            length += Short.BYTES + TileReader.length(bytes, length);
        }
        return Arrays.copyOf(bytes, length);
    }

    /// As people see it.
    @Override
    public String toString() {
        return "tile/" + path();
    }
}
