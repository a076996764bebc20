package org.affidavit.sessionlog.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.event.GatewayEvent.KeyRotated;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// Which keys a log had, one behind the other, as its records say, and which of them can be
/// believed because one that the caller trusts stands at either end.
///
/// A change of keys is believed forward if the checkpoint that ends with its record is genuine, and
/// backward if the record lies under a genuine checkpoint of the next key.
final class KeySuccession {
    private final Findings findings;
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, long[]> signedSizes = new HashMap<>();

    /// @param record index of the record that says so
    record Change(long record, VerifierKey previous, VerifierKey next) {
        /// Size of the checkpoint that both keys sign.
        long size() {
            return record + 1;
        }
    }

    KeySuccession(Findings findings) {
        this.findings = findings;
    }

    /// Takes note of what a record says.
    void note(long index, KeyRotated rotated) {
        try {
            changes.add(
                    new Change(
                            index,
                            VerifierKey.parse(rotated.previous()),
                            VerifierKey.parse(rotated.next())));
        } catch (IllegalArgumentException e) {
            findings.broken(
                    Check.RECORDS,
                    index,
                    "record " + index + " names a key that is none: " + e.getMessage());
        }
    }

    /// Takes note that a key signed a checkpoint, genuinely.
    void signed(VerifierKey key, long size) {
        signedSizes.merge(
                key.vkey(),
                new long[] {size, size},
                (a, b) -> new long[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])});
    }

    /// The changes that took effect. One that a crash cut short has no checkpoint of its own, and
    /// the key before it went on.
    ///
    /// @param published sizes of all checkpoints
    List<Change> effective(Collection<Long> published) {
        return changes.stream().filter(change -> published.contains(change.size())).toList();
    }

    /// The trusted keys, and every one that follows from them or leads to them.
    static List<VerifierKey> believed(List<VerifierKey> trusted, List<Change> changes) {
        var believed = new ArrayList<>(trusted);
        for (Change change : changes) {
            spread(change.previous(), change.next(), believed);
        }
        for (Change change : changes.reversed()) {
            spread(change.next(), change.previous(), believed);
        }
        return believed;
    }

    private static void spread(VerifierKey from, VerifierKey to, List<VerifierKey> believed) {
        if (believed.stream().anyMatch(from::satisfies)
                && believed.stream().noneMatch(to::satisfies)) {
            believed.add(to);
        }
    }

    /// Finds keys that signed before their time or behind it.
    void check(List<Change> effective) {
        for (Change change : effective) {
            long[] before = signedSizes.get(change.previous().vkey());
            if (before != null && before[1] > change.size()) {
                broken(change.previous(), before[1], "behind its end");
            }
            long[] behind = signedSizes.get(change.next().vkey());
            if (behind != null && behind[0] < change.size()) {
                broken(change.next(), behind[0], "before it was in force");
            }
        }
    }

    private void broken(VerifierKey key, long size, String when) {
        findings.broken(
                Check.SIGNATURES,
                Findings.NO_RECORD,
                "checkpoint " + size + " is signed by key " + key.id() + " " + when);
    }
}
