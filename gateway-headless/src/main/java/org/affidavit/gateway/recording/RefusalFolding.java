package org.affidavit.gateway.recording;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;

/// Keeps a flood of refusals from flooding the log: within a window the first few from one address
/// are records of their own, the rest become one record with their number. None is lost.
final class RefusalFolding {
    static final Duration WINDOW = Duration.ofSeconds(1);
    private static final int SINGLE_RECORDS_MAX = 10;
    private static final int ADDRESSES_MAX = 10_000;
    private static final String MANY = "many addresses";

    private final Clock clock;
    private final Map<String, Tally> tallies = new HashMap<>();

    /// What one address did in this window.
    private static final class Tally {
        private int single;
        private final Map<String, Long> foldedByCode = new HashMap<>();
    }

    RefusalFolding(Clock clock) {
        this.clock = clock;
    }

    /// True when this one is to be recorded now; otherwise it is counted.
    synchronized boolean admits(AccessRefused refused) {
        String host = host(refused.remote());
        String address = tallies.containsKey(host) || tallies.size() < ADDRESSES_MAX ? host : MANY;
        Tally tally = tallies.computeIfAbsent(address, _ -> new Tally());
        if (tally.single < SINGLE_RECORDS_MAX) {
            tally.single++;
            return true;
        }
        tally.foldedByCode.merge(refused.code(), refused.count(), Long::sum);
        return false;
    }

    /// What was counted since the last call, and a fresh window.
    synchronized List<AccessRefused> folded() {
        Instant now = clock.instant();
        var records = new ArrayList<AccessRefused>();
        tallies.forEach((address, tally) ->
                tally.foldedByCode.forEach((code, count) ->
                        records.add(new AccessRefused(now, "", "", address, code, count))));
        tallies.clear();
        return records;
    }

    private static String host(String remote) {
        int port = remote.lastIndexOf(':');
        return port > 0 ? remote.substring(0, port) : remote;
    }
}
