package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// Verifies a log, live or copied, with public keys only.
///
/// Reads every byte once, in order. Of what was read only the ids of sessions stay in memory.
/// Shares the format with the writer, and nothing else.
public final class SessionLogVerifier {
    private static final long SETTLE_NANOS = Duration.ofMillis(10).toNanos();
    private static final int SETTLE_TRIES = 20;
    private static final int STRANGERS_NAMED_MAX = 3;

    /// A writer signs what is durable within a second.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<VerifierKey> trusted;
    private final Duration patience;

    public SessionLogVerifier(List<VerifierKey> trusted) {
        this(trusted, PATIENCE);
    }

    /// @param patience how long to wait for the next checkpoint of a writer at work, where records
    ///   at the end are not signed yet
    public SessionLogVerifier(List<VerifierKey> trusted, Duration patience) {
        this.trusted = List.copyOf(trusted);
        this.patience = patience;
    }

    /// Hears how far verification got.
    @FunctionalInterface
    public interface Progress {
        /// @return false to cancel
        boolean at(long records, long bytesDone, long bytesTotal);
    }

    /// Reads everything once and answers every check.
    ///
    /// @throws IOException if a file cannot be read at all, or there is no log in the folder
    /// @throws java.util.concurrent.CancellationException if progress answered false
    public VerificationReport verify(Path folder, Progress progress) throws IOException {
        var run = new Verification(new LogLayout(folder), trusted, progress);
        run.run();
        return new VerificationReport(
                verdict(run),
                run.findings.results(holding(run)),
                run.origin,
                run.signatures.keyId(),
                run.records(),
                run.sessions.opened(),
                run.sessions.open(),
                run.payloadBytes,
                Optional.ofNullable(run.from),
                Optional.ofNullable(run.to),
                run.signatures.provenSize(),
                run.signatures.provenRoot());
    }

    private Verdict verdict(Verification run) throws IOException {
        Optional<Findings.Alteration> alteration = run.findings.alteration();
        if (alteration.isPresent()) {
            return new Verdict.Altered(
                    alteration.get().record(),
                    Findings.sentence(alteration.get().what()),
                    stillHolds(run));
        }
        if (run.newerVersion.isPresent()) {
            return new Verdict.TooNew(run.newerVersion.getAsInt());
        }
        if (run.signatures.stranger().isPresent()) {
            return new Verdict.UnknownKey(run.signatures.stranger().get());
        }
        if (run.signatures.none() || (run.tornBytes > 0 && !isBeingWritten(run))) {
            return new Verdict.Torn(run.records(), run.tornBytes);
        }
        long signed = run.signatures.provenSize();
        return run.records() > signed && !isBeingSigned(run)
                ? new Verdict.Unsigned(signed, run.records())
                : new Verdict.Intact();
    }

    /// Only somebody with the key can make the next checkpoint.
    private boolean isBeingSigned(Verification run) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!run.signatures.isFollowed()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            LockSupport.parkNanos(SETTLE_NANOS);
        }
        return true;
    }

    /// Half a record at the end is either what a crash left, for ever, or what a writer is about to
    /// complete within a moment.
    private static boolean isBeingWritten(Verification run) throws IOException {
        for (int i = 0; i < SETTLE_TRIES; i++) {
            if (run.changedSince()) {
                return true;
            }
            LockSupport.parkNanos(SETTLE_NANOS);
        }
        return false;
    }

    private static String stillHolds(Verification run) {
        long proven = run.signatures.provenSize();
        if (proven == 0) {
            return "Nothing in this log is proven.";
        }
        String records = "Records 0 to " + (proven - 1) + " are as signed";
        Optional<Long> payload = run.findings.firstBroken(Check.PAYLOADS);
        if (payload.isEmpty()) {
            return records + ".";
        }
        return records
                + "; of the payloads, only those before record "
                + Math.max(0, payload.get())
                + " are known to be theirs.";
    }

    private static String strangers(Verification run) {
        List<String> names = run.strangers;
        if (names.isEmpty()) {
            return "";
        }
        int named = Math.min(names.size(), STRANGERS_NAMED_MAX);
        return "; in the folder also lies, no part of the log and under no check: "
                + String.join(", ", names.subList(0, named))
                + (names.size() > named ? " and " + (names.size() - named) + " more" : "");
    }

    private static Map<Check, String> holding(Verification run) {
        long covered = run.signatures.provenSize();
        long records = run.records();
        var holding = new EnumMap<Check, String>(Check.class);
        holding.put(
                Check.FRAMING,
                Counts.of(records, "record")
                        + " in whole frames, in unbroken segments"
                        + strangers(run));
        holding.put(
                Check.RECORDS, Counts.of(records, "record") + ", each in its one canonical form");
        holding.put(
                Check.TREE,
                (records > covered
                                ? "records 0 to %a are as signed; %b newer ones are not signed"
                                        .replace("%a", Counts.number(covered - 1))
                                        .replace("%b", Counts.number(records - covered))
                                : "all " + Counts.number(records) + " records are as signed")
                        + run.adoptions.words());
        holding.put(
                Check.SIGNATURES,
                Counts.of(run.signatures.genuine(), "checkpoint")
                        + ", all signed by key "
                        + run.signatures.keyId());
        holding.put(
                Check.SESSIONS,
                Counts.of(run.sessions.opened(), "session")
                        + " without a gap, "
                        + Counts.number(run.sessions.open())
                        + " of them not ended");
        holding.put(
                Check.PAYLOADS,
                Counts.of(run.payloadBytes, "payload byte") + ", all committed to by a record");
        return holding;
    }
}
