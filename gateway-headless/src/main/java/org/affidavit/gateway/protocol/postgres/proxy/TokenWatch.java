package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Notices that the token under which a session was opened is no longer good: nobody knows any more
/// whether the agent still is who it was, with the groups that it had.
final class TokenWatch {
    /// Clocks are set and machines sleep, so it looks again and again.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final EventLoop loop;
    private final Clock clock;
    private final Instant until;
    private final Duration grace;
    private final Runnable onExpired;
    private final Runnable onOverdue;
    private @Nullable ScheduledFuture<?> next;

    /// @param grace how long what runs may still take
    /// @param onExpired hears of the expiry
    /// @param onOverdue hears when the grace is over
    TokenWatch(
            EventLoop loop,
            Clock clock,
            Instant until,
            Duration grace,
            Runnable onExpired,
            Runnable onOverdue) {
        this.loop = loop;
        this.clock = clock;
        this.until = until;
        this.grace = grace;
        this.onExpired = onExpired;
        this.onOverdue = onOverdue;
    }

    void start() {
        look();
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void look() {
        Duration left = Duration.between(clock.instant(), until);
        if (left.isPositive()) {
            next = after(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN, this::look);
            return;
        }
        next = after(grace, onOverdue);
        onExpired.run();
    }

    private ScheduledFuture<?> after(Duration wait, Runnable then) {
        return loop.schedule(then, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
