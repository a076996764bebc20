package org.affidavit.sessionlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.key.LogSigner;
import org.jspecify.annotations.Nullable;

/// The one thread that writes. Takes what has queued up, commits it as a group, answers, signs when
/// it is time.
///
/// It is a platform thread of its own because interrupting a thread closes the file it writes, and
/// a daemon because a program that forgets to close the log must still be able to end: what was not
/// acknowledged is then lost, as in a crash.
///
/// Receipts are completed by a second thread, in order, so that whoever waits for one can be slow
/// without holding up the disk.
final class CommitLoop {
    private final LogStore store;
    private final LogLimits limits;
    private final long checkpointNanos;
    private final LinkedBlockingQueue<Task> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger queuedRecords = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final CompletableFuture<LogFailure> failure = new CompletableFuture<>();
    private final ExecutorService answers =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("session-log-answers").factory());
    private final Thread writer;

    /// Why nothing more is accepted, once nothing is.
    private volatile @Nullable LogFailure ended;

    private long signedAtNanos = System.nanoTime();
    private boolean signSoon;

    private sealed interface Task {
        record Append(Entry entry) implements Task {}

        record Sign(CompletableFuture<Checkpoint> signed) implements Task {}

        record Seal(Entry entry, CompletableFuture<Checkpoint> signed) implements Task {}

        record Rotate(LogSigner next, CompletableFuture<Checkpoint> signed) implements Task {}

        record Halt(LogFailure why) implements Task {}

        record Stop() implements Task {}
    }

    /// What stops the log though its disk is well.
    private static final class Halted extends RuntimeException {
        @java.io.Serial private static final long serialVersionUID = 1;

        private final LogFailure why;

        Halted(LogFailure why) {
            super(why);
            this.why = why;
        }
    }

    CommitLoop(LogStore store, LogLimits limits, long checkpointNanos) {
        this.store = store;
        this.limits = limits;
        this.checkpointNanos = checkpointNanos;
        this.writer = Thread.ofPlatform().daemon().name("session-log-writer").unstarted(this::run);
    }

    void start() {
        writer.start();
    }

    void append(Entry entry) {
        long length = entry.bytes();
        int records = queuedRecords.incrementAndGet();
        // One payload always fits, whatever its size.
        long bytesBefore = queuedBytes.addAndGet(length) - length;
        if (records > limits.queuedRecordsMax() || bytesBefore > limits.queuedBytesMax()) {
            settle(entry);
            entry.receipt()
                    .completeExceptionally(
                            new LogFailure(
                                    "The log's disk is too slow: too many records wait for it. The"
                                            + " record was not written, so what it stands for must"
                                            + " not happen."));
            return;
        }
        offer(new Task.Append(entry));
    }

    CompletableFuture<Checkpoint> sign() {
        var signed = new CompletableFuture<Checkpoint>();
        offer(new Task.Sign(signed));
        return signed;
    }

    /// Appends a record and signs a checkpoint that ends with it, so that nothing can come between.
    /// Of an erasure: payloads are in the vault then, and nowhere else.
    CompletableFuture<Checkpoint> seal(Entry entry) {
        var signed = new CompletableFuture<Checkpoint>();
        offer(new Task.Seal(entry, signed));
        return signed;
    }

    CompletableFuture<Checkpoint> rotate(LogSigner next) {
        store.signing().checkNext(next);
        var signed = new CompletableFuture<Checkpoint>();
        offer(new Task.Rotate(next, signed));
        return signed;
    }

    /// Has the log accept nothing more, and says so to whoever asked for [#failure].
    CompletableFuture<LogFailure> halt(LogFailure why) {
        offer(new Task.Halt(why));
        return failure();
    }

    CompletableFuture<LogFailure> failure() {
        return failure.copy();
    }

    /// Commits what is queued, signs, ends both threads. Safe to call twice.
    void stop() {
        queue.add(new Task.Stop());
        boolean interrupted = false;
        while (true) {
            try {
                writer.join();
                break;
            } catch (InterruptedException e) {
                // The last records are worth more than a quick end.
                interrupted = true;
            }
        }
        answers.shutdown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(Task task) {
        queue.add(task);
        if (ended != null) {
            // The writer may have left before it saw this task.
            refuseQueued(ended);
        }
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = turn();
            }
            end(new LogFailure("The log is closed. The record was not written."));
        } catch (Halted e) {
            end(e.why);
            failure.complete(e.why);
        } catch (IOException | RuntimeException e) {
            var fatal =
                    new LogFailure(
                            "The log could not be written: "
                                    + e.getMessage()
                                    + ". What the disk holds is no longer certain, so this log"
                                    + " accepts nothing more and nothing may run. Repair the disk"
                                    + " and start again: the log then recovers by itself.",
                            e);
            end(fatal);
            failure.complete(fatal);
        }
    }

    /// One group. Answers false after the last.
    private boolean turn() throws IOException {
        @Nullable Task task = next();
        long lingersUntil = System.nanoTime() + limits.lingerNanos();
        var group = new ArrayList<Entry>();
        boolean urgent = false;
        long bytes = 0;
        while (task instanceof Task.Append(Entry entry)) {
            group.add(entry);
            urgent |= entry.urgent();
            bytes += entry.bytes();
            boolean full =
                    group.size() >= limits.batchRecordsMax() || bytes >= limits.batchBytesMax();
            task = full ? null : urgent ? queue.poll() : poll(lingersUntil);
        }
        try {
            finish(group, task);
        } catch (IOException | RuntimeException e) {
            waiting(task)
                    .ifPresent(signed ->
                            signed.completeExceptionally(
                                    new LogFailure("No checkpoint could be signed.", e)));
            throw e;
        }
        return !(task instanceof Task.Stop);
    }

    private static Optional<CompletableFuture<Checkpoint>> waiting(@Nullable Task task) {
        return switch (task) {
            case Task.Sign(var signed) -> Optional.of(signed);
            case Task.Seal(_, var signed) -> Optional.of(signed);
            case Task.Rotate(_, var signed) -> Optional.of(signed);
            case null, default -> Optional.empty();
        };
    }

    private void finish(List<Entry> group, @Nullable Task then) throws IOException {
        if (!group.isEmpty()) {
            commit(group);
            store.relieve();
        }
        if (then instanceof Task.Sign(CompletableFuture<Checkpoint> signed)) {
            Checkpoint checkpoint = signNow();
            answers.execute(() -> signed.complete(checkpoint));
        } else if (then instanceof Task.Seal(Entry entry, var signed)) {
            queuedRecords.incrementAndGet();
            commit(List.of(entry));
            Checkpoint checkpoint = signNow();
            if (entry.event() instanceof PayloadErased) {
                store.wipeJournal();
            }
            answers.execute(() -> signed.complete(checkpoint));
        } else if (then instanceof Task.Rotate(LogSigner next, var signed)) {
            Checkpoint checkpoint = store.rotate(next);
            signedAtNanos = System.nanoTime();
            answers.execute(() -> signed.complete(checkpoint));
        } else if (then instanceof Task.Halt(LogFailure why)) {
            throw new Halted(why);
        } else if (then instanceof Task.Stop) {
            store.end();
        } else if (due()) {
            signNow();
        }
    }

    private void commit(List<Entry> group) throws IOException {
        try {
            LogStore.Group done = store.commit(group);
            signSoon |= done.sessionEnded();
            answers.execute(() -> done.fates().forEach(CommitLoop::answer));
        } catch (IOException | RuntimeException e) {
            var lost = new LogFailure("The record could not be made durable.", e);
            answers.execute(
                    () -> group.forEach(entry -> entry.receipt().completeExceptionally(lost)));
            throw e;
        } finally {
            group.forEach(this::settle);
        }
    }

    private static void answer(LogStore.Fate fate) {
        switch (fate) {
            case LogStore.Fate.Durable(Entry entry, Receipt receipt) ->
                    entry.receipt().complete(receipt);
            case LogStore.Fate.Refused(Entry entry, LogFailure why) ->
                    entry.receipt().completeExceptionally(why);
        }
    }

    private Checkpoint signNow() throws IOException {
        Checkpoint checkpoint = store.signing().sign();
        signedAtNanos = System.nanoTime();
        signSoon = false;
        return checkpoint;
    }

    private boolean due() {
        return store.signing().unsigned() > 0 && System.nanoTime() - dueNanos() >= 0;
    }

    private long dueNanos() {
        long wait =
                signSoon
                        ? Math.min(checkpointNanos, limits.eagerCheckpointNanos())
                        : checkpointNanos;
        return signedAtNanos + wait;
    }

    private @Nullable Task next() {
        try {
            if (store.signing().unsigned() == 0) {
                return queue.take();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return poll(dueNanos());
    }

    private @Nullable Task poll(long untilNanos) {
        try {
            return queue.poll(untilNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        return new IllegalStateException("Nobody interrupts the log's own thread", e);
    }

    private void settle(Entry entry) {
        queuedRecords.decrementAndGet();
        queuedBytes.addAndGet(-entry.bytes());
    }

    private void end(LogFailure why) {
        ended = why;
        refuseQueued(why);
    }

    private void refuseQueued(LogFailure why) {
        for (@Nullable Task task = queue.poll(); task != null; task = queue.poll()) {
            switch (task) {
                case Task.Append(Entry entry) -> {
                    settle(entry);
                    entry.receipt().completeExceptionally(why);
                }
                case Task.Sign(CompletableFuture<Checkpoint> signed) ->
                        signed.completeExceptionally(why);
                case Task.Seal(Entry entry, var signed) -> {
                    entry.receipt().completeExceptionally(why);
                    signed.completeExceptionally(why);
                }
                case Task.Rotate(_, var signed) -> signed.completeExceptionally(why);
                case Task.Halt _, Task.Stop _ -> {
                    // Already stopped.
                }
            }
        }
    }
}
