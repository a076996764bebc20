package org.affidavit.sessionlog.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.GatewayEvent.GatewayStarted;
import org.affidavit.sessionlog.event.GatewayEvent.GatewayStopped;
import org.affidavit.sessionlog.event.GatewayEvent.Heartbeat;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// The check CONTINUITY: the writer's lives follow each other and none comes again. Lists every gap
/// between signs of life, and where the clock moved otherwise than the one that only goes on.
final class Continuity {
    /// A gateway says every minute that it is alive; half of that again is its grace.
    static final Duration SILENCE_MAX = Duration.ofSeconds(90);

    /// Clocks are slewed, and records wait their turn.
    static final Duration CLOCK_SLACK = Duration.ofSeconds(5);

    private final Findings findings;
    private final List<Gap> gaps = new ArrayList<>();
    private final Set<UUID> ended = new HashSet<>();
    private long gapsMore;

    private @Nullable UUID life;
    private @Nullable Instant last;
    private @Nullable Heartbeat beat;
    private boolean gatewayRuns;

    Continuity(Findings findings) {
        this.findings = findings;
    }

    void accept(Leaf leaf) {
        Instant at = leaf.event().at();
        if (life == null || last == null) {
            begin(leaf);
        } else if (!leaf.boot().equals(life)) {
            // Who gives an order while no gateway runs begins a life, and ends it without a word.
            gap(gatewayRuns ? Gap.Kind.CRASHED : Gap.Kind.STOPPED, last, at, leaf.index());
            ended.add(life);
            begin(leaf);
        } else if (at.isBefore(last.minus(CLOCK_SLACK))) {
            gap(Gap.Kind.CLOCK, last, at, leaf.index());
        } else if (gatewayRuns && at.isAfter(last.plus(SILENCE_MAX))) {
            gap(Gap.Kind.SILENT, last, at, leaf.index());
        }
        last = at;
        switch (leaf.event()) {
            case GatewayStarted _ -> gatewayRuns = true;
            case GatewayStopped _ -> gatewayRuns = false;
            case Heartbeat next -> heartbeat(next, leaf.index());
            default -> {
                // A sign of life like any other.
            }
        }
    }

    private void begin(Leaf leaf) {
        if (ended.contains(leaf.boot())) {
            findings.broken(
                    Check.CONTINUITY,
                    leaf.index(),
                    "record " + leaf.index() + " is of a life of the writer that had ended");
        }
        life = leaf.boot();
        beat = null;
        gatewayRuns = false;
    }

    private void heartbeat(Heartbeat next, long record) {
        @Nullable Heartbeat before = beat;
        beat = next;
        if (before == null || !before.boot().equals(next.boot())) {
            return;
        }
        var passed = Duration.ofNanos(next.monotonicNanos() - before.monotonicNanos());
        Duration moved = Duration.between(before.at(), next.at()).minus(passed);
        if (passed.isNegative() || moved.abs().compareTo(CLOCK_SLACK) > 0) {
            gap(Gap.Kind.CLOCK, before.at(), next.at(), record);
        }
    }

    private void gap(Gap.Kind kind, Instant from, Instant to, long record) {
        if (gaps.size() < Coverage.NAMED_MAX) {
            gaps.add(new Gap(kind, from, to, record));
        } else {
            gapsMore++;
        }
    }

    /// Lives of the writer that were read.
    long lives() {
        return ended.size() + (life == null ? 0L : 1L);
    }

    List<Gap> gaps() {
        return gaps;
    }

    long gapsMore() {
        return gapsMore;
    }
}
