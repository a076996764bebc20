package org.affidavit.sessionlog;

/// What the writer allows itself.
///
/// @param queuedRecordsMax appends waiting for the disk; more are refused, never delayed
/// @param queuedBytesMax payload bytes waiting for the disk; more are refused
/// @param batchRecordsMax records in one group commit
/// @param batchBytesMax payload bytes after which a group commit takes no more
/// @param lingerNanos longest time that records nobody waits for are kept for a group with others
/// @param diskReserveBytes free space kept for the ends of sessions and for what the gateway says
///   of itself; other records are refused below it
/// @param eagerCheckpointNanos shortest time between two checkpoints signed because a session ended
/// @param bookmarkEvery records after which the next checkpoint gets a bookmark
/// @param readWholeMax a log of fewer records is read whole before it is opened
record LogLimits(
        int queuedRecordsMax,
        long queuedBytesMax,
        int batchRecordsMax,
        long batchBytesMax,
        long lingerNanos,
        long diskReserveBytes,
        long eagerCheckpointNanos,
        long bookmarkEvery,
        long readWholeMax) {
    static final LogLimits DEFAULT =
            new LogLimits(
                    65_536,
                    256L << 20,
                    1_024,
                    4L << 20,
                    2_000_000L,
                    32L << 20,
                    50_000_000L,
                    20_000,
                    100_000);
}
