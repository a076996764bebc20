package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.gateway.recording.Recorder;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records who was turned away. A flood from one address is folded: the first few are recorded one
/// by one, the rest of the minute as one record with a count.
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int SINGLE_MAX = 10;
    private static final int ADDRESSES_MAX = 1_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Recorder recorder;
    private final Clock clock;
    private final Map<Source, Window> windows = new LinkedHashMap<>();

    Refusals(Recorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    /// Counts one refusal and records what is due. Any thread.
    void add(String remote, String claimed, String resource, String code) {
        List<AccessRefused> due;
        synchronized (windows) {
            due = count(new Source(remote, code), claimed, resource);
        }
        due.forEach(this::record);
    }

    /// Records what is folded so far.
    void flush() {
        var due = new ArrayList<AccessRefused>();
        synchronized (windows) {
            windows.forEach((source, window) -> fold(source, window, due));
            windows.clear();
        }
        due.forEach(this::record);
    }

    private List<AccessRefused> count(Source source, String claimed, String resource) {
        Instant now = clock.instant();
        var due = new ArrayList<AccessRefused>();
        Window window = windows.get(source);
        if (window != null && now.isAfter(window.start.plus(WINDOW))) {
            fold(source, window, due);
            windows.remove(source);
            window = null;
        }
        if (window == null) {
            makeRoom(due);
            window = new Window(now);
            windows.put(source, window);
        }
        window.last = new AccessRefused(now, claimed, resource, source.remote, source.code, 1);
        if (window.single < SINGLE_MAX) {
            window.single++;
            due.add(window.last);
        } else {
            window.folded++;
        }
        return due;
    }

    /// The oldest window gives way, so that an attacker with many addresses costs no memory.
    private void makeRoom(List<AccessRefused> due) {
        if (windows.size() >= ADDRESSES_MAX) {
            var oldest = windows.entrySet().iterator().next();
            fold(oldest.getKey(), oldest.getValue(), due);
            windows.remove(oldest.getKey());
        }
    }

    private void fold(Source source, Window window, List<AccessRefused> due) {
        AccessRefused last = window.last;
        if (window.folded > 0 && last != null) {
            due.add(
                    new AccessRefused(
                            clock.instant(),
                            last.claimed(),
                            last.resource(),
                            source.remote,
                            source.code,
                            window.folded));
        }
    }

    private void record(AccessRefused event) {
        LOG.info(
                "Refused {} for resource '{}' from {}: {}",
                event.claimed(),
                event.resource(),
                event.remote(),
                event.code());
        var _ =
                recorder.record(event)
                        .exceptionally(failure -> {
                            LOG.error("A refusal could not be recorded", failure);
                            return null;
                        });
    }

    private record Source(String remote, String code) {}

    private static final class Window {
        private final Instant start;
        private int single;
        private long folded;
        private @org.jspecify.annotations.Nullable AccessRefused last;

        Window(Instant start) {
            this.start = start;
        }
    }
}
