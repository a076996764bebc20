package org.affidavit.desktop.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Reads server-sent events on a thread of its own, and begins again when the line breaks: after
/// one second, then two, then four, at most thirty.
final class EventFollower {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    /// Opens the stream of lines.
    @FunctionalInterface
    interface Source {
        Stream<String> open() throws IOException;
    }

    private final Source source;
    private final Gateway.Listener listener;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    EventFollower(Source source, Gateway.Listener listener) {
        this.source = source;
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("gateway-events").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped.countDown();
        thread.interrupt();
    }

    private void run() {
        var wait = Duration.ofSeconds(1);
        while (stopped.getCount() > 0) {
            String why;
            try (var lines = source.open()) {
                listener.connected();
                wait = Duration.ofSeconds(1);
                read(lines);
                why = "The gateway ended the stream.";
            } catch (IOException | UncheckedIOException broken) {
                why = "The gateway cannot be reached: " + reason(broken);
            }
            if (!pause(wait, why)) {
                return;
            }
            wait = wait.multipliedBy(2).compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait.multipliedBy(2);
        }
    }

    private void read(Stream<String> lines) throws IOException {
        var data = new StringBuilder();
        for (var line : (Iterable<String>) lines::iterator) {
            if (line.startsWith("data:")) {
                data.append(line.substring(5).strip()).append('\n');
            } else if (line.isEmpty() && !data.isEmpty()) {
                listener.changed(ApprovalReader.approval(ApprovalReader.parse(data.toString())));
                data.setLength(0);
            }
        }
    }

    /// @return false if the app closed meanwhile
    private boolean pause(Duration wait, String why) {
        if (stopped.getCount() == 0) {
            return false;
        }
        listener.lost(why, wait.toSeconds());
        try {
            return !stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            return false;
        }
    }

    private static String reason(Exception broken) {
        String message = broken.getMessage();
        return message == null ? broken.getClass().getSimpleName() : message;
    }
}
