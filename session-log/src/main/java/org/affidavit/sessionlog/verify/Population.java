package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.LogCreated;
import org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed;
import org.affidavit.sessionlog.event.SessionEvent.SessionAborted;
import org.affidavit.sessionlog.event.SessionEvent.SessionClosed;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// The check POPULATION: every record that closes a period counts and sums up exactly the sessions
/// that were opened since the one before it.
final class Population {
    private static final byte[] PREFIX = "affidavit/period/v1\0".getBytes(UTF_8);

    private final Findings findings;
    private final List<Tally> named = new ArrayList<>();
    private final Map<UUID, Tally> running = new HashMap<>();
    private Tally tally = new Tally(Instant.EPOCH, 0);
    private CompactRange opened = new CompactRange();
    private long closedPeriods;

    /// What is known of one period so far.
    private static final class Tally {
        private final Instant from;
        private final long first;
        private @Nullable Instant to;
        private long end;
        private long opened;
        private long closed;
        private long aborted;
        private boolean agrees = true;

        Tally(Instant from, long first) {
            this.from = from;
            this.first = first;
        }

        Period period(long records, Instant last, long proven) {
            Period.State state =
                    to == null
                            ? Period.State.RUNNING
                            : agrees && end <= proven ? Period.State.PROVEN : Period.State.UNPROVEN;
            return new Period(
                    from,
                    to == null ? last : to,
                    first,
                    to == null ? records : end,
                    opened,
                    closed,
                    aborted,
                    opened - closed - aborted,
                    state);
        }
    }

    Population(Findings findings) {
        this.findings = findings;
    }

    void accept(Leaf leaf, byte[] leafHash) {
        Event event = leaf.event();
        switch (event) {
            case LogCreated created when leaf.index() == 0 -> tally = new Tally(created.at(), 0);
            case SessionOpened session -> {
                tally.opened++;
                opened.append(TreeHash.leaf(PREFIX, leafHash));
                running.put(session.session().bits(), tally);
            }
            case SessionClosed session -> {
                @Nullable Tally of = running.remove(session.session().bits());
                if (of != null) {
                    of.closed++;
                }
            }
            case SessionAborted session -> {
                @Nullable Tally of = running.remove(session.session().bits());
                if (of != null) {
                    of.aborted++;
                }
            }
            case PeriodClosed closed -> close(leaf.index(), closed);
            default -> {
                // Changes no number.
            }
        }
    }

    private void close(long record, PeriodClosed said) {
        tally.to = said.to();
        tally.end = record + 1;
        tally.agrees =
                said.sessions() == opened.size()
                        && said.root().equals(Leaf.hex(opened.root()))
                        && said.open() == running.size()
                        && said.from().equals(tally.from)
                        && said.to().isAfter(said.from());
        if (!tally.agrees) {
            findings.broken(
                    Check.POPULATION,
                    record,
                    "record "
                            + record
                            + " closes a period that does not have the sessions it sums up");
        }
        closedPeriods++;
        keep();
        tally = new Tally(said.to(), record + 1);
        opened = new CompactRange();
    }

    private void keep() {
        if (named.size() < Coverage.NAMED_MAX) {
            named.add(tally);
        }
    }

    /// Periods that a record closed.
    long closedPeriods() {
        return closedPeriods;
    }

    /// Sessions opened since the last one.
    long sessionsSince() {
        return tally.opened;
    }

    /// Every period, with the one that runs.
    ///
    /// @param proven records under a genuine checkpoint
    List<Period> periods(long records, Instant last, long proven) {
        var periods = new ArrayList<Period>();
        for (Tally one : named) {
            periods.add(one.period(records, last, proven));
        }
        if (tally.first < records && named.size() < Coverage.NAMED_MAX) {
            periods.add(tally.period(records, last, proven));
        }
        return periods;
    }

    /// Closed periods that are not among these.
    long periodsMore() {
        return closedPeriods - named.size();
    }
}
