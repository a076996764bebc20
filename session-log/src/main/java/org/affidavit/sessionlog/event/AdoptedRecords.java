package org.affidavit.sessionlog.event;

import java.util.ArrayDeque;
import java.util.Deque;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;

/// Which records nobody had signed when a writer took them over. Anybody who can write the log's
/// files may have written them, so none of them gives anybody a right: it orders nothing, releases
/// nothing, enrols nobody, and does not even say which others were taken over.
///
/// Take records in their order. Not safe for several threads at once.
public final class AdoptedRecords {
    private final Deque<Range> ranges = new ArrayDeque<>();

    /// @param end index behind the last one: that of the record which says so, once there is one
    private record Range(long first, long end) {
        boolean holds(long index) {
            return first <= index && index < end;
        }
    }

    /// A record that says what was taken over.
    public void take(long index, LogRecovered event) {
        unsigned(Math.max(0, index - event.adopted()), index);
    }

    /// Records that nobody has signed yet, at the end of a log that is about to be taken over.
    public void unsigned(long first, long end) {
        // What says so and was taken over itself is not to be believed.
        while (!ranges.isEmpty() && ranges.getLast().end() >= first) {
            ranges.removeLast();
        }
        if (first < end) {
            ranges.add(new Range(first, end));
        }
    }

    public boolean contains(long index) {
        return ranges.stream().anyMatch(range -> range.holds(index));
    }
}
