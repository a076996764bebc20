package org.affidavit.gateway.recording;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Which days of UTC ended and are not closed yet. Each is named once.
final class DaysToClose {
    /// After a longer absence the first record covers all the days before these: a clock that was
    /// set to another century must not fill the log.
    private static final int DAYS_MAX = 366;

    private Instant from;

    /// @param from since when nothing is closed
    DaysToClose(Instant from) {
        this.from = from;
    }

    /// The ends of these days, ascending.
    synchronized List<Instant> until(Instant now) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        Instant next = from.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        Instant earliest = today.minus(DAYS_MAX - 1, ChronoUnit.DAYS);
        var ends = new ArrayList<Instant>();
        for (Instant end = next.isBefore(earliest) ? earliest : next;
                !end.isAfter(today);
                end = end.plus(1, ChronoUnit.DAYS)) {
            ends.add(end);
            from = end;
        }
        return ends;
    }
}
