package org.affidavit.sessionlog.transcript;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.affidavit.sessionlog.event.CommandFacts;

/// One command of a session, or its opening or end, with the frames that belong to it.
///
/// @param command number of the command, 0 for opening and end
/// @param title one line for people
/// @param status how it went
public record Step(
        int command,
        Instant at,
        Duration took,
        String title,
        Status status,
        CommandFacts facts,
        List<Frame> frames) {
    public Step {
        frames = List.copyOf(frames);
    }

    /// How a step went. A step that was held and then ran is `APPROVED`.
    public enum Status {
        OPENED,
        COMPLETED,
        APPROVED,
        DENIED,
        HELD,
        LAPSED,
        FAILED,
        WITHHELD,
        UNKNOWN,
        CLOSED
    }
}
