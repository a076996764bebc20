package org.affidavit.gateway.policy;

import java.time.Duration;
import java.util.List;
import org.affidavit.sessionlog.event.RuleRef;

/// One rule, its condition compiled.
///
/// @param connect true for a rule about opening resources
record Rule(
        RuleRef ref,
        boolean connect,
        Condition when,
        Effect effect,
        String message,
        String hint,
        List<String> approvers,
        Duration expire) {
    Rule {
        approvers = List.copyOf(approvers);
    }

    /// What follows when the condition holds, the most severe last.
    enum Effect {
        ALLOW,
        HOLD,
        DENY
    }

    Verdict verdict() {
        return switch (effect) {
            case ALLOW -> new Verdict.Allow(ref);
            case HOLD -> new Verdict.Hold(ref, message, approvers, expire);
            case DENY -> new Verdict.Deny(ref, message, hint);
        };
    }
}
