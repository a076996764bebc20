package org.affidavit.sessionlog.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a verification found, complete enough to print.
///
/// @param origin name of the log, as its records say
/// @param keyId id of the key that signed the newest checkpoint
/// @param records complete records read
/// @param sessions sessions opened
/// @param openSessions sessions with no end on record
/// @param payloadBytes payload bytes checked
/// @param from time of the first record
/// @param to time of the last record
/// @param checkpointSize records covered by the newest valid checkpoint
/// @param root its root, lower-case hex
/// @param coverage which time the log speaks of
/// @param erased what is gone by order
public record VerificationReport(
        Verdict verdict,
        List<CheckResult> checks,
        String origin,
        String keyId,
        long records,
        long sessions,
        long openSessions,
        long payloadBytes,
        Optional<Instant> from,
        Optional<Instant> to,
        long checkpointSize,
        String root,
        Coverage coverage,
        Erased erased) {
    public VerificationReport {
        checks = List.copyOf(checks);
    }
}
