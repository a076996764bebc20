package org.affidavit.evidence.report;

import org.affidavit.sessionlog.consent.DecisionFinding;
import org.affidavit.sessionlog.event.SessionEvent.ApprovalDecided;

/// Says in plain words what the check of a decision's signature found.
final class SignatureWords {
    /// As many letters of a thumbprint as tell one key of a person from another.
    private static final int THUMBPRINT_CHARS = 8;

    private SignatureWords() {}

    static ApprovalEntry.Signature of(ApprovalDecided decided, DecisionFinding finding) {
        return switch (finding) {
            case DecisionFinding.Signed it ->
                    new ApprovalEntry.Signature(
                            true,
                            "checked: made by "
                                    + decided.approver().name()
                                    + " with device key "
                                    + it.thumbprint().substring(0, THUMBPRINT_CHARS)
                                    + "\u2026 enrolled at record "
                                    + Wording.number(it.enrolled()),
                            decided.jws(),
                            it.jwk(),
                            it.enrolled(),
                            it.consent());
            case DecisionFinding.Unseen it ->
                    unproven(
                            decided, "made by the approver, over what cannot be seen: " + it.why());
            case DecisionFinding.Unproven it ->
                    unproven(decided, "checked, and does not hold: " + it.why());
        };
    }

    private static ApprovalEntry.Signature unproven(ApprovalDecided decided, String words) {
        return new ApprovalEntry.Signature(false, words, decided.jws(), "", -1, "");
    }
}
