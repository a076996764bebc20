package org.affidavit.desktop.task;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;

/// Work on threads of its own, results on the JavaFX thread.
public final class FxTasks implements Tasks, AutoCloseable {
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofPlatform().daemon().name("work-", 0).factory());
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ticks").factory());

    @Override
    public <T> Job run(Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        var job = new Switch();
        workers.execute(() -> {
            T result;
            try {
                result = work.call(job);
            } catch (Exception problem) {
                onScreen(() -> failed.accept(problem));
                return;
            }
            onScreen(() -> done.accept(result));
        });
        return job;
    }

    @Override
    public void onScreen(Runnable action) {
        Platform.runLater(action);
    }

    @Override
    public Job every(Duration period, Runnable action) {
        var job = new Switch();
        schedule(job, period, action);
        return job;
    }

    /// One at a time: the next period begins when the screen has taken the last, so that a busy
    /// screen is never flooded.
    private void schedule(Switch job, Duration period, Runnable action) {
        if (job.cancelled() || clock.isShutdown()) {
            return;
        }
        var _ =
                clock.schedule(
                        () ->
                                onScreen(() -> {
                                    if (!job.cancelled()) {
                                        action.run();
                                        schedule(job, period, action);
                                    }
                                }),
                        period.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdown();
    }
}
