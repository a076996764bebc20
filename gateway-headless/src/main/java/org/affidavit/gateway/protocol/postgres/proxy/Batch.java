package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrontendMessage;

/// Messages that wait together for a verdict: all are forwarded, or none.
///
/// @param steps every message, in order
/// @param problem why it cannot be judged at all, so that it is refused
record Batch(
        List<Step> steps,
        List<Command> commands,
        Names.Draft names,
        Ending ending,
        Optional<ErrorFields> problem) {
    Batch {
        steps = List.copyOf(steps);
        commands = List.copyOf(commands);
    }

    void release() {
        steps.forEach(step -> step.frame.release());
    }

    /// One message.
    ///
    /// @param command the command it belongs to, if any
    /// @param portal the portal it binds, describes or runs, if any
    record Step(
            Frame frame,
            FrontendMessage message,
            Optional<Command> command,
            Optional<Names.Portal> portal) {}

    /// How a batch ends, which decides how it is answered.
    enum Ending {
        QUERY,
        SYNC,
        FLUSH
    }
}
