package org.affidavit.desktop.integrity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.anchor.KeptCheckpoint;
import org.affidavit.sessionlog.anchor.SeenCheckpoints;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Verifies logs and remembers the newest checkpoint of each that it found to hold, so that a log
/// that is put back, or rewritten by whoever has its key, is found out the next time.
///
/// What is remembered belongs to one key: a log under the same name that another key signs can
/// neither break the memory nor use it.
public final class RememberingCheck implements LogCheck {
    private final SeenCheckpoints seen;
    private final Readers readers;
    private final Optional<OwnWitness> witness;

    /// @param readers finds the keys that open a log's payloads
    /// @param witness cosigns what holds
    public RememberingCheck(SeenCheckpoints seen, Readers readers, Optional<OwnWitness> witness) {
        this.seen = seen;
        this.readers = readers;
        this.witness = witness;
    }

    /// Finds the keys that open what was recorded in a log.
    @FunctionalInterface
    public interface Readers {
        ReadingKeys of(Path log) throws LogFailure;
    }

    @Override
    public Outcome verify(
            Path folder, List<VerifierKey> trusted, SessionLogVerifier.Progress progress)
            throws IOException {
        VerificationReport report =
                new SessionLogVerifier(trusted)
                        .opening(readers.of(folder))
                        .since(known(trusted))
                        .verify(folder, progress);
        if (!holds(report.verdict()) || report.checkpointSize() == 0) {
            return Outcome.of(report);
        }
        Path file = folder.resolve("checkpoints/" + report.checkpointSize());
        return new Outcome(report, remember(file, trusted, report));
    }

    /// What lies there was found to hold by this app, under that key or one that followed it, so
    /// its signature says no more.
    private List<CheckpointText> known(List<VerifierKey> trusted) throws LogFailure {
        var known = new ArrayList<CheckpointText>();
        for (VerifierKey key : trusted) {
            Optional<SignedNote> note = seen.newest(name(key));
            if (note.isPresent()) {
                known.add(KeptCheckpoint.text(note.get()));
            }
        }
        return known;
    }

    /// Reads the file again: it may be another one than was verified. Who signed it follows from
    /// the verification: after a change of keys that is none of the trusted ones.
    private Optional<Cosigned> remember(
            Path file, List<VerifierKey> trusted, VerificationReport report) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        SignedNote note = KeptCheckpoint.note(file);
        CheckpointText text = KeptCheckpoint.text(note);
        if (text.size() != report.checkpointSize()
                || !HexFormat.of().formatHex(text.root()).equals(report.root())) {
            return Optional.empty();
        }
        List<String> names =
                trusted.stream()
                        .filter(key -> key.name().equals(text.origin()))
                        .map(RememberingCheck::name)
                        .toList();
        // First, so that nothing is cosigned that another window saw another history of.
        for (String name : names) {
            seen.keep(name, note);
        }
        return witness.isPresent() && !names.isEmpty()
                ? Optional.of(witness.get().cosign(names.getFirst(), note))
                : Optional.empty();
    }

    private static boolean holds(Verdict verdict) {
        return verdict instanceof Verdict.Intact
                || verdict instanceof Verdict.Unsigned
                || verdict instanceof Verdict.Torn;
    }

    private static String name(VerifierKey key) {
        return key.name() + " " + key.id();
    }
}
