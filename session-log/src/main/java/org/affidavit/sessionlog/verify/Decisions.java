package org.affidavit.sessionlog.verify;

import java.util.Optional;
import org.affidavit.sessionlog.consent.DecisionCheck;
import org.affidavit.sessionlog.consent.DecisionFinding;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// The check DECISIONS: every decision of an approver carries the signature of a device key that
/// was theirs on record before, over exactly this request. With a reader's key also: the request is
/// about the bytes that were held.
final class Decisions {
    private final Findings findings;
    private final DecisionCheck check = new DecisionCheck();
    private long signed;
    private long unseen;

    Decisions(Findings findings) {
        this.findings = findings;
    }

    /// Takes the next record.
    ///
    /// @param payload of the record, as far as it can be seen
    void accept(Leaf leaf, PayloadReading payload) {
        Optional<DecisionFinding> finding = check.add(leaf.index(), leaf.event(), payload);
        if (finding.isEmpty()) {
            return;
        }
        switch (finding.get()) {
            case DecisionFinding.Signed _ -> signed++;
            case DecisionFinding.Unseen _ -> unseen++;
            case DecisionFinding.Unproven(String why) ->
                    findings.broken(
                            Check.DECISIONS,
                            leaf.index(),
                            "nothing shows that the decision of record "
                                    + leaf.index()
                                    + " is the approver's: "
                                    + why);
        }
    }

    /// What to say if it holds.
    String words() {
        long all = signed + unseen;
        if (all == 0) {
            return "nobody was asked for a decision";
        }
        return Counts.of(all, "decision")
                + ", each signed with a device key that the approver had enrolled before"
                + (unseen == 0
                        ? ", over exactly what was held"
                        : "; of " + Counts.number(unseen) + " what was held cannot be seen here");
    }
}
