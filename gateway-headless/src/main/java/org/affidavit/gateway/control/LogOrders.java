package org.affidavit.gateway.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.affidavit.sessionlog.SessionLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Erasures and holds of a log that is being written. They read the log and wait for the disk, so
/// they run on a thread of their own, one at a time, and only so many wait.
public final class LogOrders implements AutoCloseable {
    static final int WAITING_MAX = 16;

    private static final Logger LOG = LoggerFactory.getLogger(LogOrders.class);
    private static final int IDLE_SECONDS = 10;
    private static final int STOP_SECONDS_MAX = 20;

    /// Sooner than a caller or [ControlServer] gives up.
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final SessionLog log;
    private final List<String> officers;
    private final Duration answerWithin;
    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(
                    1,
                    1,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING_MAX),
                    Thread.ofPlatform().daemon().name("log-orders").factory());

    /// @param officers members of any of these groups may give orders; nobody if there is none
    public LogOrders(SessionLog log, List<String> officers) {
        this(log, officers, ANSWER_WITHIN);
    }

    LogOrders(SessionLog log, List<String> officers, Duration answerWithin) {
        this.answerWithin = answerWithin;
        this.log = log;
        this.officers = List.copyOf(officers);
        worker.allowCoreThreadTimeOut(true);
    }

    List<String> officers() {
        return officers;
    }

    /// How long an answer may take. What takes longer goes on without its caller.
    Duration answerWithin() {
        return answerWithin;
    }

    /// What is done with the log, on the worker's thread.
    @FunctionalInterface
    interface Order<T> {
        T give(SessionLog log) throws Exception;
    }

    /// Completes on the worker's thread; fails with [RejectedExecutionException] if too many wait.
    <T> CompletableFuture<T> submit(Order<T> order) {
        var result = new CompletableFuture<T>();
        try {
            worker.execute(() -> run(order, result));
        } catch (RejectedExecutionException full) {
            result.completeExceptionally(full);
        }
        return result;
    }

    private <T> void run(Order<T> order, CompletableFuture<T> result) {
        try {
            result.complete(order.give(log));
        } catch (Exception | Error problem) {
            result.completeExceptionally(problem);
        }
    }

    /// What runs comes to its end, what waits is not begun.
    @Override
    public void close() {
        worker.getQueue().clear();
        worker.shutdown();
        try {
            if (!worker.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn(
                        "An erasure did not end in time. If it was ordered and is not finished,"
                                + " `affidavit verify` says so: ask for it again after the start.");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
