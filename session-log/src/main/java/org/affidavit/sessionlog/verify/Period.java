package org.affidavit.sessionlog.verify;

import java.time.Instant;

/// What a log says of one period, and whether that is proven.
///
/// @param from since when
/// @param to until when; for a period that still runs, the time of the last record
/// @param first first record of the period
/// @param end index after its last record
/// @param opened sessions that it opened
/// @param closed of these, how many were closed in order, whenever that was
/// @param aborted of these, how many ended in a crash
/// @param open of these, how many have no end on record
public record Period(
        Instant from,
        Instant to,
        long first,
        long end,
        long opened,
        long closed,
        long aborted,
        long open,
        State state) {
    /// How far the number of sessions can be relied on.
    public enum State {
        /// The period's closing record agrees with its sessions and is under a genuine checkpoint.
        PROVEN,
        /// It does not agree, or nobody who is trusted signed it.
        UNPROVEN,
        /// No record closed the period yet.
        RUNNING
    }
}
