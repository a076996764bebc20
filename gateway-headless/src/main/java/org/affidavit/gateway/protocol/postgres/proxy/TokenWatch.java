package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Notices that what a session was opened with is no longer good: of a token that has expired
/// nobody knows whether the agent still is who it was, with the groups that it had; a session
/// secret can be taken back.
final class TokenWatch {
    /// Clocks are set, machines sleep and secrets are revoked, so it looks again and again.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final Clock clock;
    private final Instant until;
    private final BooleanSupplier revoked;
    private final Duration grace;
    private final Runnable onExpired;
    private final Runnable onOverdue;
    private @Nullable ScheduledFuture<?> next;

    /// @param revoked whether it was taken back before that
    /// @param grace how long what runs may still take
    /// @param onExpired hears that it is no longer good
    /// @param onOverdue hears when the grace is over
    TokenWatch(
            EventLoop loop,
            Clock clock,
            Instant until,
            BooleanSupplier revoked,
            Duration grace,
            Runnable onExpired,
            Runnable onOverdue) {
        this.loop = loop;
        this.clock = clock;
        this.until = until;
        this.revoked = revoked;
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
        if (left.isPositive() && !revoked.getAsBoolean()) {
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
