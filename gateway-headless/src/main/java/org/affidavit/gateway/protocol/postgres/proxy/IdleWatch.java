package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Notices that an agent has said nothing for too long. A batch in progress, which may wait for a
/// person, is not idle.
final class IdleWatch {
    private final EventLoop loop;
    private final long maxNanos;
    private final BooleanSupplier busy;
    private final Runnable onIdle;
    private long touchedNanos = System.nanoTime();
    private @Nullable ScheduledFuture<?> next;

    IdleWatch(EventLoop loop, Duration max, BooleanSupplier busy, Runnable onIdle) {
        this.loop = loop;
        this.maxNanos = max.toNanos();
        this.busy = busy;
        this.onIdle = onIdle;
    }

    void start() {
        check();
    }

    void touch() {
        touchedNanos = System.nanoTime();
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void check() {
        long left = maxNanos - (System.nanoTime() - touchedNanos);
        if (left <= 0 && !busy.getAsBoolean()) {
            onIdle.run();
            return;
        }
        next = loop.schedule(this::check, left <= 0 ? maxNanos : left, TimeUnit.NANOSECONDS);
    }
}
