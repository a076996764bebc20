package org.affidavit.gateway.protocol.postgres.proxy;

import java.io.Serial;

/// The target could not be opened. Its text is safe to show to the agent.
final class TargetRefusal extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final transient TurnAway why;

    TargetRefusal(TurnAway why) {
        super(why.message(), null, false, false);
        this.why = why;
    }

    TurnAway why() {
        return why;
    }
}
