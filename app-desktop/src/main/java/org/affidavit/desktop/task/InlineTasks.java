package org.affidavit.desktop.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Does everything at once on the caller's thread: no toolkit, no waiting. For tests and pictures.
public final class InlineTasks implements Tasks {
    private record Repeated(Job job, Runnable action) {}

    private final List<Repeated> repeated = new ArrayList<>();

    @Override
    public <T> Job run(Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        var job = new Switch();
        T result;
        try {
            result = work.call(job);
        } catch (Exception problem) {
            failed.accept(problem);
            return job;
        }
        done.accept(result);
        return job;
    }

    @Override
    public void onScreen(Runnable action) {
        action.run();
    }

    @Override
    public Job every(Duration period, Runnable action) {
        var job = new Switch();
        repeated.add(new Repeated(job, action));
        return job;
    }

    /// Lets one period of every repeated action pass.
    public void tick() {
        List.copyOf(repeated).stream()
                .filter(one -> !one.job().cancelled())
                .forEach(one -> one.action().run());
    }
}
