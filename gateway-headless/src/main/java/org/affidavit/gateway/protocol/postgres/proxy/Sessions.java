package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// The sessions that are open now.
final class Sessions {
    private final Set<Session> open = new HashSet<>();
    private final List<CountDownLatch> waiting = new ArrayList<>();

    void add(Session session) {
        synchronized (open) {
            open.add(session);
        }
    }

    void remove(Session session) {
        synchronized (open) {
            open.remove(session);
            if (open.isEmpty()) {
                waiting.forEach(CountDownLatch::countDown);
                waiting.clear();
            }
        }
    }

    int count() {
        synchronized (open) {
            return open.size();
        }
    }

    List<Session> all() {
        synchronized (open) {
            return List.copyOf(open);
        }
    }

    /// Opens when there is none left.
    CountDownLatch whenEmpty() {
        synchronized (open) {
            var latch = new CountDownLatch(open.isEmpty() ? 0 : 1);
            waiting.add(latch);
            return latch;
        }
    }
}
