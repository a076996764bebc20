package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.affidavit.sessionlog.anchor.Cosigner;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// Verifies a log, live or copied, with public keys only.
///
/// Reads every byte once, in order, in bounded memory: ids of sessions, beyond a quarter of a
/// million, go to temporary files. Shares the format with the writer, and nothing else.
public final class SessionLogVerifier {
    private static final long SETTLE_NANOS = Duration.ofMillis(10).toNanos();
    private static final int SETTLE_TRIES = 20;

    /// A writer signs what is durable within a second.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<VerifierKey> trusted;
    private final Duration patience;
    private final Outside outside;
    private final int idsKept;

    public SessionLogVerifier(List<VerifierKey> trusted) {
        this(trusted, PATIENCE);
    }

    /// @param patience how long to wait for the next checkpoint of a writer at work, where records
    ///   at the end are not signed yet
    public SessionLogVerifier(List<VerifierKey> trusted, Duration patience) {
        this(trusted, patience, Outside.NOTHING);
    }

    private SessionLogVerifier(List<VerifierKey> trusted, Duration patience, Outside outside) {
        this(trusted, patience, outside, IdLedger.KEPT_MAX);
    }

    SessionLogVerifier(List<VerifierKey> trusted, Duration patience, Outside outside, int idsKept) {
        this.trusted = List.copyOf(trusted);
        this.patience = patience;
        this.outside = outside;
        this.idsKept = idsKept;
    }

    /// A verifier that also opens the payloads that were sealed for these keys, and holds what was
    /// in them against the records. Without, only their stored bytes are.
    public SessionLogVerifier opening(ReadingKeys readers) {
        return new SessionLogVerifier(trusted, patience, outside.withReaders(readers));
    }

    /// A verifier that also compares with checkpoints which were kept elsewhere. Those of other
    /// logs than the one verified are passed over.
    ///
    /// @param checkpoints each already found to be signed by a trusted key
    public SessionLogVerifier since(List<CheckpointText> checkpoints) {
        return new SessionLogVerifier(trusted, patience, outside.withKnown(checkpoints));
    }

    /// A verifier that also checks time stamps.
    ///
    /// @param authorities CA certificates that are believed for it
    public SessionLogVerifier stamped(List<X509Certificate> authorities) {
        return new SessionLogVerifier(trusted, patience, outside.withAuthorities(authorities));
    }

    /// A verifier that also says which of these witnesses cosigned the log.
    public SessionLogVerifier witnessed(List<Cosigner> witnesses) {
        return new SessionLogVerifier(trusted, patience, outside.withWitnesses(witnesses));
    }

    /// A verifier that can be cut short and goes on where it was: notes which payloads it read, and
    /// passes those over that an earlier one noted. Records are all read again. Opens no payload,
    /// since nothing of what was opened is kept.
    ///
    /// @param notes a file of one log, where only this user can write; gone when a verification
    ///   came to its end
    public SessionLogVerifier resuming(Path notes, Clock clock) {
        return new SessionLogVerifier(
                trusted,
                patience,
                outside.withReaders(ReadingKeys.NONE).withNotes(new Outside.Notes(notes, clock)));
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
        Verification run = pass(folder, progress);
        if (run.checks.erasures.areUnexplained() && run.signatures.isFollowed()) {
            // The order may lie behind what was read; there is only one way to know.
            run = pass(folder, progress);
        }
        return new VerificationReport(
                verdict(run),
                checks(run),
                run.checks.origin,
                run.signatures.keyId(),
                run.records(),
                run.checks.sessions.opened(),
                run.checks.sessions.open(),
                run.reading.payloadBytes(),
                Optional.ofNullable(run.checks.from),
                Optional.ofNullable(run.checks.to),
                run.signatures.provenSize(),
                run.signatures.provenRoot(),
                run.coverage(),
                run.checks.erasures.result());
    }

    private Verification pass(Path folder, Progress progress) throws IOException {
        var run = new Verification(new LogLayout(folder), trusted, outside, progress, idsKept);
        try {
            run.run();
        } catch (VaultNotes.Stale e) {
            run.forgetNotes();
            return pass(folder, progress);
        }
        run.forgetNotes();
        return run;
    }

    private static List<CheckResult> checks(Verification run) {
        var checks = new ArrayList<>(run.findings.results(Wording.holding(run)));
        run.checks
                .known
                .result(run.checks.origin, run.records(), run.reading.whole())
                .ifPresent(checks::add);
        return checks;
    }

    private Verdict verdict(Verification run) throws IOException {
        Optional<Findings.Alteration> alteration = run.findings.alteration();
        if (alteration.isPresent()) {
            return new Verdict.Altered(
                    alteration.get().record(),
                    Findings.sentence(alteration.get().what()),
                    Wording.stillHolds(run));
        }
        if (run.reading.newerVersion().isPresent()) {
            return new Verdict.TooNew(run.reading.newerVersion().getAsInt());
        }
        if (run.signatures.stranger().isPresent()) {
            return new Verdict.UnknownKey(run.signatures.stranger().get());
        }
        Optional<Verdict> back = run.checks.known.verdict(run.checks.origin, run.records());
        if (back.isPresent()) {
            return back.get();
        }
        if (run.signatures.none() || (run.tornBytes() > 0 && !isBeingWritten(run))) {
            return new Verdict.Torn(run.records(), run.tornBytes());
        }
        long signed = run.signatures.provenSize();
        long records = Math.max(run.records(), run.journaled());
        return records > signed && !isBeingSigned(run)
                ? new Verdict.Unsigned(signed, records)
                : new Verdict.Intact();
    }

    /// Only somebody with the key can make the next checkpoint, and it has to be one over the very
    /// records that were read.
    private boolean isBeingSigned(Verification run) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (run.records() > run.signatures.provenSize()
                ? !run.signatures.isFollowed(run.records(), run.reading.root())
                : !run.signatures.isFollowed()) {
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
}
