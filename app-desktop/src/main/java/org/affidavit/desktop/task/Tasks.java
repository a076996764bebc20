package org.affidavit.desktop.task;

import java.time.Duration;
import java.util.function.Consumer;

/// Runs work away from the screen's thread and brings what came of it back.
///
/// View models call this from the screen's thread and hear back on it, so that none of them knows a
/// second thread exists.
public interface Tasks {
    /// Starts work. Exactly one of the two listeners is called, on the screen's thread.
    <T> Job run(Work<T> work, Consumer<T> done, Consumer<Exception> failed);

    /// Calls an action on the screen's thread; from any thread.
    void onScreen(Runnable action);

    /// Calls an action on the screen's thread again and again until cancelled.
    Job every(Duration period, Runnable action);

    /// Something to compute. It must look at the job now and then and stop when it is cancelled.
    @FunctionalInterface
    interface Work<T> {
        T call(Job job) throws Exception;
    }

    /// Work under way.
    interface Job {
        /// Asks the work to stop. It is never interrupted: an interrupt would close files under it.
        void cancel();

        boolean cancelled();
    }
}
