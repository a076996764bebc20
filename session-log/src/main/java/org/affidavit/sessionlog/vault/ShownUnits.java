package org.affidavit.sessionlog.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.encode.Disclosure;
import org.affidavit.sessionlog.encode.Disclosure.Unit;
import org.affidavit.sessionlog.encode.Leaf.Commitment;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec.Units;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;

/// Makes and checks what ties single units to the root that a record commits to.
public final class ShownUnits {
    private ShownUnits() {}

    /// Some units of a payload, in order, as they are shown.
    ///
    /// @param numbers of units that there are
    /// @throws LogFailure if they are too many for one document
    public static List<Unit> of(OpenedPayload opened, SortedSet<Integer> numbers)
            throws LogFailure {
        byte[] seed = opened.seed();
        Units units = opened.units();
        byte[][] hashes = new byte[units.count()][];
        UnitTree.hashes(seed, units, (unit, hash) -> hashes[unit] = hash);
        var kept = new HashMap<Long, byte[]>();
        var shown = new ArrayList<Unit>();
        long length = 0;
        for (int number : numbers) {
            byte[] bytes = bytes(units.unit(number));
            List<byte[]> path = path(number, hashes, kept);
            shown.add(new Unit(number, bytes, UnitTree.salt(seed, number), path));
            length += shown.getLast().length();
            if (length > Disclosure.BYTES_MAX - (1 << 20)) {
                throw new LogFailure(
                        "So many units do not fit into one disclosure of at most "
                                + Disclosure.BYTES_MAX
                                + " bytes, so none was made. Show fewer of them, in several.");
            }
        }
        return shown;
    }

    private static List<byte[]> path(int number, byte[][] hashes, Map<Long, byte[]> kept) {
        try {
            return InclusionProof.of(
                            number, hashes.length, (level, at) -> node(level, at, hashes, kept))
                    .path();
        } catch (IOException e) {
            throw new IllegalStateException("Hashes in memory are always there", e);
        }
    }

    private static byte[] node(int level, long at, byte[][] hashes, Map<Long, byte[]> kept) {
        if (level == 0) {
            return hashes[(int) at];
        }
        long key = (at << 6) | level;
        byte[] known = kept.get(key);
        if (known == null) {
            known =
                    TreeHash.node(
                            node(level - 1, 2 * at, hashes, kept),
                            node(level - 1, 2 * at + 1, hashes, kept));
            kept.put(key, known);
        }
        return known;
    }

    private static byte[] bytes(ByteBuffer unit) {
        byte[] bytes = new byte[unit.remaining()];
        unit.get(bytes);
        return bytes;
    }

    /// What is wrong with the units of a document, as a sentence without its end; empty if each is
    /// the one that the record commits to.
    public static Optional<String> objection(Disclosure shown, Commitment payload) {
        int before = -1;
        for (Unit unit : shown.units()) {
            int number = unit.number();
            if (number < 0 || number >= payload.units()) {
                return Optional.of(
                        "there is no unit "
                                + number
                                + ": the record commits to units 0 to "
                                + (payload.units() - 1));
            }
            if (number <= before) {
                return Optional.of(
                        "unit "
                                + number
                                + " follows unit "
                                + before
                                + ", and each stands once, in order");
            }
            before = number;
            if (!isUnder(unit, payload)) {
                return Optional.of(
                        "unit "
                                + number
                                + " is not the one that the record commits to: its bytes, its salt"
                                + " or its hashes were changed, or it is another one");
            }
        }
        int withheld = payload.units() - shown.units().size();
        return shown.withheld() == withheld
                ? againstShape(shown.units(), payload.units())
                : Optional.of(
                        "it says that "
                                + shown.withheld()
                                + " units are withheld, and "
                                + withheld
                                + " are");
    }

    private static boolean isUnder(Unit unit, Commitment payload) {
        if (unit.salt().length != UnitTree.SALT_BYTES
                || unit.path().stream().anyMatch(hash -> hash.length != TreeHash.BYTES)) {
            return false;
        }
        byte[] root = HexFormat.of().parseHex(payload.root());
        return new InclusionProof(unit.number(), payload.units(), unit.path())
                .root(UnitTree.hash(unit.salt(), unit.bytes()))
                .filter(found -> Arrays.equals(found, root))
                .isPresent();
    }

    /// Only a writer that is not ours makes a shape that does not fit its units.
    private static Optional<String> againstShape(List<Unit> shown, int units) {
        if (shown.isEmpty() || shown.getFirst().number() != 0) {
            return Optional.empty();
        }
        try {
            List<UnitPlace> places = UnitPlace.of(ByteBuffer.wrap(shown.getFirst().bytes()));
            boolean fits =
                    places.size() == units - 1
                            && shown.stream()
                                    .skip(1)
                                    .allMatch(unit ->
                                            places.get(unit.number() - 1).length()
                                                    == unit.bytes().length);
            return fits
                    ? Optional.empty()
                    : Optional.of("unit 0, the shape, does not say how long the others are");
        } catch (Malformed e) {
            return Optional.of("unit 0 is no shape: " + e.what());
        }
    }
}
