package org.affidavit.sessionlog.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.CheckResult.Status;

/// The check HISTORY: whether the log still begins with all that checkpoints cover which were kept
/// elsewhere. Only they give away a log that was put back as a whole, or forked.
final class KnownCheckpoints {
    private final List<CheckpointText> known;

    /// Those whose size was reached, and whether the tree had their root then.
    private final List<CheckpointText> met = new ArrayList<>();

    private final List<CheckpointText> missed = new ArrayList<>();

    /// @param known of any logs, each already found to be signed by a trusted key
    KnownCheckpoints(List<CheckpointText> known) {
        this.known = known;
    }

    /// Compares the tree at its present size.
    void at(CompactRange tree) {
        for (CheckpointText checkpoint : known) {
            if (checkpoint.size() == tree.size()) {
                (Arrays.equals(checkpoint.root(), tree.root()) ? met : missed).add(checkpoint);
            }
        }
    }

    /// Call when every record was read.
    ///
    /// @return empty if the log goes on from what was known, or nothing was known of it
    Optional<Verdict> verdict(String origin, long records) {
        for (CheckpointText checkpoint : of(origin)) {
            if (missed.contains(checkpoint)) {
                return Optional.of(new Verdict.Forked(checkpoint.size()));
            }
            if (checkpoint.size() > records) {
                return Optional.of(new Verdict.RolledBack(checkpoint.size(), records));
            }
        }
        return Optional.empty();
    }

    /// @param whole whether reading came to the end of the log
    /// @return empty if nothing was known of this log
    Optional<CheckResult> result(String origin, long records, boolean whole) {
        List<CheckpointText> mine = of(origin);
        if (mine.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (verdict(origin, records).orElse(null)) {
                    case Verdict.Forked(long size) ->
                            broken(
                                    "of the same "
                                            + size
                                            + " records, this log and a checkpoint kept elsewhere"
                                            + " say different things");
                    case Verdict.RolledBack(long size, long found) when whole ->
                            broken(
                                    "a checkpoint kept elsewhere covers "
                                            + Counts.of(size, "record")
                                            + "; here are "
                                            + Counts.number(found));
                    case null ->
                            new CheckResult(
                                    Check.HISTORY,
                                    Status.HOLDS,
                                    Findings.sentence(
                                            "the log goes on from the checkpoint over "
                                                    + Counts.of(newest(mine), "record")
                                                    + " that was kept elsewhere"));
                    default ->
                            new CheckResult(
                                    Check.HISTORY,
                                    Status.UNKNOWN,
                                    Findings.sentence(
                                            "read only up to record " + records + ", see framing"));
                });
    }

    private static CheckResult broken(String what) {
        return new CheckResult(Check.HISTORY, Status.BROKEN, Findings.sentence(what));
    }

    private List<CheckpointText> of(String origin) {
        return known.stream().filter(each -> each.origin().equals(origin)).toList();
    }

    private static long newest(List<CheckpointText> known) {
        return known.stream().mapToLong(CheckpointText::size).max().orElse(0);
    }
}
