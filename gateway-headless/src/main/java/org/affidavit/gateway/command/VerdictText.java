package org.affidavit.gateway.command;

import org.affidavit.gateway.policy.Verdict;

/// Verdicts in words.
final class VerdictText {
    private VerdictText() {}

    /// As policies write it.
    static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> "allow";
            case Verdict.Hold _ -> "hold";
            case Verdict.Deny _ -> "deny";
        };
    }

    /// With the rule that decides.
    static String brief(Verdict verdict) {
        String place = verdict.rule().place();
        return word(verdict)
                + " ("
                + verdict.rule().id()
                + (place.isEmpty() ? "" : ", " + place)
                + ")";
    }

    /// What the agent would be told; nothing if it is allowed.
    static String why(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> "";
            case Verdict.Hold hold -> ": " + hold.message();
            case Verdict.Deny deny -> ": " + deny.message();
        };
    }
}
