package org.affidavit.gateway.recording;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The gateway's own life as records: started, policy loaded, alive, stopped.
public final class GatewayLife {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayLife.class);
    static final Duration HEARTBEAT = Duration.ofSeconds(60);

    /// How soon after midnight a day is closed, at the latest.
    private static final Duration DAY_LOOK = Duration.ofSeconds(1);

    private final LogRecorder recorder;
    private final String boot;
    private final Clock clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("gateway-life").factory());

    private final IntSupplier openSessions;

    GatewayLife(LogRecorder recorder, String boot, Clock clock, IntSupplier openSessions) {
        this.recorder = recorder;
        this.boot = boot;
        this.clock = clock;
        this.openSessions = openSessions;
    }

    /// Says from now on, again and again, that the gateway is alive.
    void beat(Duration period) {
        every(period, () -> note(heartbeat()));
    }

    private GatewayEvent.Heartbeat heartbeat() {
        return new GatewayEvent.Heartbeat(
                clock.instant(), boot, System.nanoTime(), openSessions.getAsInt());
    }

    /// The first record of a process.
    ///
    /// @param build version of the software
    /// @param configDigest lower-case hex SHA-256 of the configuration
    public CompletableFuture<Void> started(String build, String configDigest) {
        return recorder.append(
                new GatewayEvent.GatewayStarted(clock.instant(), boot, build, configDigest));
    }

    /// A policy came into force.
    public CompletableFuture<Void> policyLoaded(String digest, String files) {
        return recorder.append(new GatewayEvent.PolicyLoaded(clock.instant(), digest, files));
    }

    /// An authority stamped a checkpoint. Nobody waits for it.
    ///
    /// @param sha256 of its answer as it was kept, lower-case hex
    /// @param time what the authority says
    public void timestamped(long size, String sha256, Instant time) {
        note(new GatewayEvent.CheckpointTimestamped(clock.instant(), size, sha256, time));
    }

    /// The last record of a process that stops in order.
    public CompletableFuture<Void> stopped() {
        return recorder.append(new GatewayEvent.GatewayStopped(clock.instant(), boot));
    }

    /// Closes every day that ended and is not closed yet: now, for those that passed while no
    /// gateway ran, and from now on soon after each midnight.
    ///
    /// @param from since when the period runs that is not closed
    void closeDays(Instant from) {
        var days = new DaysToClose(from);
        Runnable close =
                () ->
                        days.until(clock.instant())
                                .forEach(day -> note(PeriodClosed.upTo(clock.instant(), day)));
        close.run();
        every(DAY_LOOK, close);
    }

    void every(Duration period, Runnable work) {
        long nanos = period.toNanos();
        try {
            ScheduledFuture<?> scheduled =
                    timer.scheduleWithFixedDelay(work, nanos, nanos, TimeUnit.NANOSECONDS);
            LOG.debug("Scheduled every {}: {}", period, scheduled);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("Not scheduled: the gateway stops");
        }
    }

    /// Records something nobody waits for. Its loss is not silent: the log reports its own failure,
    /// which stops the gateway.
    void note(GatewayEvent event) {
        var _ =
                recorder.append(event)
                        .whenComplete((_, problem) -> {
                            if (problem != null) {
                                LOG.error(
                                        "Not recorded: {}",
                                        event.getClass().getSimpleName(),
                                        problem);
                            }
                        });
    }

    void close() {
        timer.shutdownNow();
    }
}
