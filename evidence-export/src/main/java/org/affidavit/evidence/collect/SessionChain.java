package org.affidavit.evidence.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.affidavit.evidence.report.SessionMaterial;
import org.affidavit.evidence.report.Wording;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;

/// Recomputes the chain of one session from its records, in their order: numbers without a gap,
/// each record linked to the one before, count and root as the closing record states.
///
/// Used twice, on the log when a packet is made and on the packet's own attachments when it is
/// checked.
public final class SessionChain {
    /// Prefix of the leaves of a session's own tree: no session's root can pass for a log's.
    /// Written here again on purpose, as the verifier does: a check must not lean on the writer.
    private static final byte[] PREFIX = "affidavit/session/v1\0".getBytes(UTF_8);

    private final CompactRange tree = new CompactRange();
    private long records;
    private String lastHash = "";
    private long first = -1;
    private long last = -1;
    private Optional<String> root = Optional.empty();
    private Optional<String> problem = Optional.empty();

    /// What a record says of its place.
    ///
    /// @param previous lower-case hex; empty for the first
    /// @param total count and root, on the record that ends the session
    public record Place(long index, long sequence, String previous, Optional<Total> total) {}

    /// What an ending record says of its session.
    public record Total(long records, String root) {}

    /// Takes the next record.
    public void add(Place place, byte[] leaf) {
        if (problem.isEmpty()) {
            problem = judge(place);
        }
        if (first < 0) {
            first = place.index();
        }
        last = place.index();
        root = place.total().map(Total::root);
        byte[] hash = TreeHash.leaf(leaf);
        tree.append(TreeHash.leaf(sessionLeaf(hash)));
        lastHash = HexFormat.of().formatHex(hash);
        records++;
    }

    private static byte[] sessionLeaf(byte[] hash) {
        byte[] leaf = Arrays.copyOf(PREFIX, PREFIX.length + hash.length);
        System.arraycopy(hash, 0, leaf, PREFIX.length, hash.length);
        return leaf;
    }

    private Optional<String> judge(Place place) {
        String record = "Record " + place.index() + " of the log ";
        if (root.isPresent()) {
            return Optional.of(record + "comes after the end of its session.");
        }
        if (place.sequence() != records) {
            return Optional.of(
                    record
                            + "has number "
                            + place.sequence()
                            + " in its session where number "
                            + records
                            + " is due: records are missing or out of order.");
        }
        if (!place.previous().equals(lastHash)) {
            return Optional.of(
                    record + "does not link to the record before it: one of them was changed.");
        }
        if (place.index() <= last) {
            return Optional.of(record + "does not come after the record before it.");
        }
        return place.total().flatMap(total -> judge(record, total));
    }

    private Optional<String> judge(String record, Total total) {
        if (total.records() != records + 1) {
            return Optional.of(
                    record
                            + "ends the session with a count of "
                            + Wording.number(total.records())
                            + ", but there are "
                            + Wording.number(records + 1)
                            + ".");
        }
        return total.root().equals(HexFormat.of().formatHex(tree.root()))
                ? Optional.empty()
                : Optional.of(
                        record + "ends the session with a root that its records do not have.");
    }

    /// What was found so far.
    ///
    /// @param checkpointSize records that the checkpoint covers
    public SessionMaterial.Chain result(long checkpointSize, long coveredRecords) {
        return new SessionMaterial.Chain(
                records,
                first,
                last,
                last < checkpointSize ? records : coveredRecords,
                root,
                problem);
    }

    /// Whether any record was taken.
    public boolean isEmpty() {
        return records == 0;
    }
}
