package org.affidavit.desktop.task;

import java.util.concurrent.atomic.AtomicBoolean;

/// A job that only remembers whether it was cancelled.
final class Switch implements Tasks.Job {
    private final AtomicBoolean off = new AtomicBoolean();

    @Override
    public void cancel() {
        off.set(true);
    }

    @Override
    public boolean cancelled() {
        return off.get();
    }
}
