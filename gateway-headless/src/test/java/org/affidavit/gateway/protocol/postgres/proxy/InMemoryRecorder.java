package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.affidavit.gateway.recording.Recorder;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.event.SessionEvent.MaskedColumn;
import org.affidavit.sessionlog.event.SessionEvent.Outcome;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;

/// A log in memory whose durability a test can hold back or break.
final class InMemoryRecorder implements Recorder {
    final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> held = new ArrayList<>();
    private boolean holding;
    private boolean broken;
    boolean keepFrames = true;

    sealed interface Entry {
        SessionId session();
    }

    record Opened(
            SessionId session,
            Principal agent,
            Resource resource,
            String client,
            Optional<String> secret)
            implements Entry {}

    record Intended(
            SessionId session,
            int command,
            CommandFacts facts,
            RuleRef rule,
            Optional<String> request,
            List<WireFrame> frames)
            implements Entry {}

    record Refused(
            SessionId session, int command, RuleRef rule, String message, List<WireFrame> frames)
            implements Entry {}

    record Delivered(SessionId session, int command, int part, List<WireFrame> frames)
            implements Entry {}

    record Finished(
            SessionId session,
            int command,
            Outcome outcome,
            long rows,
            long bytes,
            String code,
            List<MaskedColumn> masked,
            List<WireFrame> frames)
            implements Entry {}

    record Closed(SessionId session, CloseCause cause) implements Entry {}

    /// From now on nothing becomes durable until [#release].
    synchronized void hold() {
        holding = true;
    }

    synchronized void release() {
        holding = false;
        held.forEach(future -> future.complete(null));
        held.clear();
    }

    /// Makes the oldest record durable, and holds the rest.
    void releaseFirst() {
        CompletableFuture<Void> first;
        synchronized (this) {
            first = held.removeFirst();
        }
        first.complete(null);
    }

    synchronized void breakDown() {
        broken = true;
        held.forEach(future -> future.completeExceptionally(new IllegalStateException("disk")));
        held.clear();
    }

    synchronized int waiting() {
        return held.size();
    }

    private synchronized CompletableFuture<Void> durable(Entry entry) {
        if (broken) {
            return CompletableFuture.failedFuture(new IllegalStateException("disk"));
        }
        entries.add(entry);
        if (!holding) {
            return CompletableFuture.completedFuture(null);
        }
        var future = new CompletableFuture<Void>();
        held.add(future);
        return future;
    }

    <T extends Entry> List<T> all(Class<T> type) {
        return entries.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public CompletableFuture<SessionRecorder> open(
            Principal agent,
            Resource resource,
            String client,
            String policyDigest,
            Optional<String> secret) {
        SessionId id = SessionId.at(Instant.EPOCH, new SplittableRandom());
        return durable(new Opened(id, agent, resource, client, secret)).thenApply(_ -> new One(id));
    }

    @Override
    public CompletableFuture<Void> record(GatewayEvent event) {
        events.add(event);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized boolean healthy() {
        return !broken;
    }

    private final class One implements SessionRecorder {
        private final SessionId id;
        private final AtomicInteger commands = new AtomicInteger();

        One(SessionId id) {
            this.id = id;
        }

        @Override
        public SessionId session() {
            return id;
        }

        @Override
        public int nextCommand() {
            return commands.incrementAndGet();
        }

        @Override
        public CompletableFuture<Void> intended(
                int command,
                CommandFacts facts,
                RuleRef rule,
                Optional<String> request,
                List<WireFrame> frames) {
            return durable(new Intended(id, command, facts, rule, request, frames));
        }

        @Override
        public CompletableFuture<Void> refused(
                int command,
                CommandFacts facts,
                RuleRef rule,
                String message,
                List<WireFrame> frames) {
            return durable(new Refused(id, command, rule, message, frames));
        }

        @Override
        public CompletableFuture<Void> delivered(int command, int part, List<WireFrame> frames) {
            return durable(new Delivered(id, command, part, keepFrames ? frames : List.of()));
        }

        @Override
        public CompletableFuture<Void> deliveredBehind(
                int command, int part, List<WireFrame> frames) {
            return delivered(command, part, frames);
        }

        @Override
        public CompletableFuture<Void> finished(
                int command,
                Outcome outcome,
                long rows,
                long bytes,
                String code,
                List<MaskedColumn> masked,
                List<WireFrame> frames) {
            return durable(
                    new Finished(
                            id,
                            command,
                            outcome,
                            rows,
                            bytes,
                            code,
                            masked,
                            keepFrames ? frames : List.of()));
        }

        @Override
        public CompletableFuture<Void> close(CloseCause cause) {
            return durable(new Closed(id, cause));
        }
    }
}
