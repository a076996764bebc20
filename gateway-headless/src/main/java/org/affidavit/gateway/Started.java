package org.affidavit.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started, to be stopped in the opposite order. Each part is stopped once, and one that
/// fails to stop does not keep the others from it.
final class Started implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Started.class);

    private final Deque<Part> parts = new ArrayDeque<>();

    /// How to stop a part.
    @FunctionalInterface
    interface Stop {
        void stop() throws Exception;
    }

    private record Part(String name, Stop stop) {}

    synchronized void add(String name, Stop stop) {
        parts.push(new Part(name, stop));
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                LOG.debug("Stopping {}", part.name());
                part.stop().stop();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                LOG.warn("Interrupted while stopping {}", part.name());
            } catch (Exception failure) {
                LOG.warn("Stopping {} failed", part.name(), failure);
            }
        }
    }
}
