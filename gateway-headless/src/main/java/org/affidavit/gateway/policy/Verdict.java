package org.affidavit.gateway.policy;

import java.time.Duration;
import java.util.List;
import org.affidavit.sessionlog.event.RuleRef;

/// What policy says of a command.
public sealed interface Verdict {
    /// The rule that decided.
    RuleRef rule();

    /// It may run.
    record Allow(RuleRef rule) implements Verdict {}

    /// It may not.
    ///
    /// @param message for the agent, in a person's words
    /// @param hint what to do instead; may be empty
    record Deny(RuleRef rule, String message, String hint) implements Verdict {}

    /// A person must agree first.
    ///
    /// @param approverGroups any member of one of these may decide
    /// @param expire how long the request waits
    record Hold(RuleRef rule, String message, List<String> approverGroups, Duration expire)
            implements Verdict {
        public Hold {
            approverGroups = List.copyOf(approverGroups);
        }

        /// Held by both: only who may decide for both may decide. The words are the first one's.
        ///
        /// @return a denial if there is nobody
        Verdict and(Hold other) {
            List<String> both =
                    approverGroups.stream().filter(other.approverGroups::contains).toList();
            if (both.isEmpty()) {
                return new Deny(
                        rule,
                        "Rules "
                                + rule.id()
                                + " and "
                                + other.rule.id()
                                + " hold this for different people, and nobody can decide for"
                                + " both.",
                        "Send what each of them holds on its own.");
            }
            Duration sooner = expire.compareTo(other.expire) < 0 ? expire : other.expire;
            return new Hold(rule, message, both, sooner);
        }
    }

    /// The more severe of two verdicts on one text: deny, then hold, then allow; the first among
    /// equals.
    default Verdict and(Verdict other) {
        if (this instanceof Hold one && other instanceof Hold two) {
            return one.and(two);
        }
        return other.severity() > severity() ? other : this;
    }

    private int severity() {
        return switch (this) {
            case Allow _ -> 0;
            case Hold _ -> 1;
            case Deny _ -> 2;
        };
    }
}
