package org.affidavit.desktop.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Lets progress through only so often: work that reports a million times must not drown the
/// screen. Used by one worker at a time.
public final class Pace {
    private static final Duration EVERY = Duration.ofMillis(100);

    private final Clock clock;
    private Instant last = Instant.MIN;

    public Pace(Clock clock) {
        this.clock = clock;
    }

    /// True at most ten times a second.
    public boolean due() {
        Instant now = clock.instant();
        if (last.equals(Instant.MIN) || !now.isBefore(last.plus(EVERY))) {
            last = now;
            return true;
        }
        return false;
    }
}
