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
    }
}
