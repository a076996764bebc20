package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tile.TileReader;
import org.affidavit.sessionlog.tree.ConsistencyProof;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/// The tree of a log under one checkpoint. Makes proofs from the tiles, and hands out none that
/// does not end in the checkpoint's root. Where a tile is missing or wrong, the records themselves
/// are read.
///
/// Not safe for several threads at once.
public final class LogTree {
    /// From here up a hash of the records is kept, of which there are few.
    private static final int KEPT_LEVEL = 8;

    private final Path folder;
    private final Checkpoint checkpoint;
    private final byte[] root;
    private final TileReader tiles;
    private final Map<Long, byte[]> kept = new HashMap<>();
    private @Nullable SessionLogReader records;
    private boolean useTiles = true;
    private boolean mended;

    private LogTree(Path folder, Checkpoint checkpoint, @Nullable SessionLogReader records) {
        this.folder = folder;
        this.checkpoint = checkpoint;
        this.root = HexFormat.of().parseHex(checkpoint.root());
        this.tiles = new TileReader(new LogLayout(folder).tiles(), checkpoint.size());
        this.records = records;
    }

    /// Under the newest checkpoint. Reads the records only if the tiles do not do.
    ///
    /// @throws LogFailure if there is no checkpoint
    public static LogTree newest(Path folder) throws LogFailure {
        Checkpoint checkpoint =
                SessionLogReader.checkpoint(new LogLayout(folder))
                        .orElseThrow(() ->
                                new LogFailure(
                                        "The log "
                                                + folder
                                                + " has no checkpoint, so nothing in it is signed"
                                                + " and nothing can be proven. Start its gateway,"
                                                + " which signs what is there."));
        return new LogTree(folder, checkpoint, null);
    }

    /// Reads the records only if the tiles do not do.
    ///
    /// @param checkpoint of the log in this folder
    public static LogTree of(Path folder, Checkpoint checkpoint) {
        return new LogTree(folder, checkpoint, null);
    }

    /// @param checkpoint of the log that is read
    public static LogTree of(SessionLogReader records, Checkpoint checkpoint) {
        return new LogTree(records.folder(), checkpoint, records);
    }

    /// What every proof ends in; not verified.
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /// Whether a tile was missing or wrong, and the records were read instead.
    public boolean mended() {
        return mended;
    }

    /// A record, and that it lies in the tree.
    ///
    /// @param leaf exact bytes
    public record Proven(byte[] leaf, InclusionProof proof) {}

    /// Proves one record.
    ///
    /// @throws LogFailure if the record that is there is not the one that was signed
    public Proven prove(long index) throws LogFailure {
        if (index < 0 || index >= checkpoint.size()) {
            throw new IndexOutOfBoundsException(
                    "No record " + index + " is under the checkpoint of " + checkpoint.size());
        }
        return made(
                "Record " + index,
                () -> {
                    var proof = InclusionProof.of(index, checkpoint.size(), this::node);
                    byte[] leaf = leaf(index);
                    return proof.root(TreeHash.leaf(leaf))
                            .filter(found -> Arrays.equals(found, root))
                            .map(_ -> new Proven(leaf, proof));
                });
    }

    /// Proves that the tree begins with the one of fewer records.
    ///
    /// @throws LogFailure if the records that are there are not those that were signed
    public ConsistencyProof consistency(long from) throws LogFailure {
        return made(
                "The beginning up to record " + from,
                () -> {
                    var proof = ConsistencyProof.of(from, checkpoint.size(), this::node);
                    byte[] older =
                            from == 0 ? TreeHash.empty() : InclusionProof.root(0, from, this::node);
                    return proof.holds(older, root) ? Optional.of(proof) : Optional.empty();
                });
    }

    @FunctionalInterface
    private interface Making<T> {
        Optional<T> make() throws IOException;
    }

    private <T> T made(String what, Making<T> making) throws LogFailure {
        try {
            Optional<T> made = making.make();
            if (made.isEmpty() && useTiles) {
                useTiles = false;
                mended = true;
                made = making.make();
            }
            return made.orElseThrow(() ->
                    LogFailure.alteration(
                            what
                                    + " of the log "
                                    + folder
                                    + " does not lead to the root that its checkpoint over "
                                    + checkpoint.size()
                                    + " records signs, so no proof was made: the records or the"
                                    + " checkpoint were altered. Run `affidavit verify` on it."));
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure(
                    "The log "
                            + folder
                            + " cannot be read, so no proof was made. Check the disk and the"
                            + " permissions.",
                    e);
        }
    }

    private byte[] leaf(long index) throws IOException {
        if (useTiles) {
            try {
                return tiles.leaf(index);
            } catch (IOException _) {
                mended = true;
            }
        }
        return records().record(index).leaf();
    }

    private byte[] node(int level, long index) throws IOException {
        if (useTiles) {
            try {
                return tiles.node(level, index);
            } catch (IOException _) {
                mended = true;
            }
        }
        if (level > KEPT_LEVEL) {
            return TreeHash.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
        }
        byte @Nullable [] known = level == KEPT_LEVEL ? kept.get(index) : null;
        if (known == null) {
            known = records().tree(index << level, 1L << level).root();
            if (level == KEPT_LEVEL) {
                kept.put(index, known);
            }
        }
        return known;
    }

    private SessionLogReader records() throws LogFailure {
        if (records == null) {
            records = SessionLogReader.open(folder);
        }
        if (records.size() < checkpoint.size()) {
            throw LogFailure.alteration(
                    "The log "
                            + folder
                            + " has fewer records than its checkpoint covers, so no proof was made:"
                            + " records are gone. Run `affidavit verify` on it.");
        }
        return records;
    }
}
