package org.affidavit.gateway.recording;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;

/// Records into a session log.
public final class LogRecorder implements Recorder, AutoCloseable {
    private final SessionLog log;
    private final Clock clock;
    private final RandomGenerator random;
    private final CompletableFuture<LogFailure> failure;
    private final Set<SessionId> openSessions = ConcurrentHashMap.newKeySet();
    private final GatewayLife life;
    private final RefusalFolding refusals;

    /// Starts the heartbeat too.
    ///
    /// @param boot fresh id of this process's life
    public LogRecorder(SessionLog log, String boot, Clock clock, RandomGenerator random) {
        this(log, boot, clock, random, GatewayLife.HEARTBEAT);
    }

    LogRecorder(
            SessionLog log, String boot, Clock clock, RandomGenerator random, Duration heartbeat) {
        this.log = log;
        this.clock = clock;
        this.random = random;
        this.failure = log.onFailure();
        this.life = new GatewayLife(this, boot, clock, openSessions::size);
        life.beat(heartbeat);
        this.refusals = new RefusalFolding(clock);
        life.closeDays(log.periodFrom());
        life.every(RefusalFolding.WINDOW, () -> refusals.folded().forEach(life::note));
    }

    /// What the process itself says of its life in the log.
    public GatewayLife life() {
        return life;
    }

    @Override
    public CompletableFuture<SessionRecorder> open(
            Principal agent,
            Resource resource,
            String client,
            String policyDigest,
            Optional<String> secret) {
        var now = clock.instant();
        var session = SessionId.at(now, random);
        openSessions.add(session);
        var opened =
                new SessionEvent.SessionOpened(
                        session,
                        now,
                        new Agent.Named(agent),
                        resource,
                        client,
                        policyDigest,
                        secret);
        return log.append(opened, Payload.NONE)
                .whenComplete((_, problem) -> {
                    if (problem != null) {
                        openSessions.remove(session);
                    }
                })
                .thenApply(_ ->
                        new LogSession(log, clock, session, () -> openSessions.remove(session)));
    }

    @Override
    public CompletableFuture<Void> record(GatewayEvent event) {
        if (healthy() && event instanceof AccessRefused refused && !refusals.admits(refused)) {
            return CompletableFuture.completedFuture(null);
        }
        return append(event);
    }

    CompletableFuture<Void> append(GatewayEvent event) {
        return log.append(event, Payload.NONE).thenAccept(_ -> {});
    }

    @Override
    public boolean healthy() {
        return !failure.isDone();
    }

    /// Writes what was folded and ends the heartbeat. The log itself stays open: whoever opened it
    /// closes it.
    @Override
    public void close() {
        refusals.folded().forEach(life::note);
        life.close();
    }
}
