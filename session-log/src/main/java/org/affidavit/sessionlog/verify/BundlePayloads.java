package org.affidavit.sessionlog.verify;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.affidavit.sessionlog.bundle.BundleFiles;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.vault.ReadingKeys.Unwrapping;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// The check PAYLOADS of a bundle: what it has of the vault is what its records commit to, and
/// nothing lacks but what a record orders to be gone.
final class BundlePayloads {
    private final SortedMap<String, byte[]> files;
    private final ReadingKeys readers;
    private final PayloadKeys keys;
    private final Findings findings;
    private final SortedMap<Long, PayloadErased> orders = new TreeMap<>();
    private long payloads;
    private long erased;
    private long bytes;

    BundlePayloads(SortedMap<String, byte[]> files, ReadingKeys readers, Findings findings) {
        this.files = files;
        this.readers = readers;
        this.keys = new PayloadKeys(readers);
        this.findings = findings;
    }

    /// Takes a record that orders something to be gone; before the records of the session.
    void order(long index, PayloadErased order) {
        orders.put(index, order);
    }

    SortedMap<Long, PayloadErased> orders() {
        return orders;
    }

    /// Takes the next record of the session.
    void accept(Leaf leaf, String digits) {
        leaf.key().ifPresent(committed -> key(leaf, committed));
        leaf.payload().ifPresent(committed -> payload(leaf, committed, digits));
    }

    /// Call behind the last record.
    void finish() {
        String folder = BundleFiles.PAYLOADS;
        if (files.subMap(folder, folder + Character.MAX_VALUE).size() != payloads - erased) {
            findings.broken(
                    Check.PAYLOADS,
                    Findings.NO_RECORD,
                    "there are not as many payloads as records that have one");
        }
    }

    /// The session's key: as it is stored, unless all of the session was erased.
    private void key(Leaf leaf, Leaf.KeyFrame committed) {
        byte @Nullable [] stored = files.get(BundleFiles.SESSION_KEY);
        if (stored == null
                && orders.values().stream().anyMatch(order -> order.record().isEmpty())) {
            return;
        }
        if (stored == null
                || stored.length != committed.length()
                || !Leaf.hex(TreeHash.sha256().digest(stored)).equals(committed.sha256())) {
            findings.broken(
                    Check.PAYLOADS,
                    leaf.index(),
                    "the key of record " + leaf.index() + " is not the one that was recorded");
            return;
        }
        keys.opened(leaf, forReaders(stored));
    }

    /// The session's key as it is wrapped for the readers at hand. What was wrapped anew is under
    /// no commitment: it is right if the payloads open with it.
    private byte[] forReaders(byte[] stored) {
        byte @Nullable [] anew = files.get(BundleFiles.RECEIVER_KEY);
        return anew != null && readers.unwrap(stored) instanceof Unwrapping.ForOthers
                ? anew
                : stored;
    }

    private void payload(Leaf leaf, Leaf.Commitment committed, String digits) {
        payloads++;
        byte @Nullable [] stored = files.get(BundleFiles.PAYLOADS + digits);
        if (stored == null && isErased(leaf)) {
            erased++;
            return;
        }
        if (stored == null
                || !Leaf.hex(TreeHash.sha256().digest(stored)).equals(committed.sha256())) {
            findings.broken(
                    Check.PAYLOADS,
                    leaf.index(),
                    "the payload of record " + leaf.index() + " is not the one that was recorded");
            return;
        }
        bytes += stored.length;
        var _ =
                keys.read(
                        leaf,
                        committed,
                        stored,
                        (record, what) ->
                                findings.broken(
                                        Check.PAYLOADS,
                                        record,
                                        what.replace("%d", Long.toString(record))));
    }

    private boolean isErased(Leaf leaf) {
        return leaf.event() instanceof SessionEvent event
                && orders.values().stream()
                        .anyMatch(order -> order.covers(event.session(), leaf.index()));
    }

    /// Bytes checked.
    long bytes() {
        return bytes;
    }

    /// What is gone by order.
    Erased erased() {
        List<Long> named = orders.keySet().stream().limit(Erased.NAMED_MAX).toList();
        long more = (long) orders.size() - named.size();
        return new Erased(erased, erased > 0 ? 1 : 0, named, more, List.of(), 0);
    }

    /// What holds, for people.
    String words() {
        String ordered =
                orders.keySet().stream().map(Object::toString).collect(Collectors.joining(", "));
        return Counts.of(bytes, "payload byte")
                + ", all committed to by a record"
                + keys.words()
                + (erased == 0
                        ? ""
                        : "; "
                                + Counts.of(erased, "payload")
                                + " erased, as ordered by record "
                                + ordered);
    }
}
