package org.affidavit.sessionlog.anchor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.PlainFiles;

/// A checkpoint of a log that somebody kept elsewhere, in a file: a copy of the log's own file
/// `checkpoint`, as it was then.
///
/// @param text what it says
/// @param signer the trusted key that signed it
public record KeptCheckpoint(SignedNote note, CheckpointText text, VerifierKey signer) {

    /// Reads a file.
    ///
    /// @throws LogFailure if it holds no checkpoint that one of the keys signed for its own log
    public static KeptCheckpoint read(Path file, List<VerifierKey> trusted) throws LogFailure {
        return of(note(file), trusted)
                .orElseThrow(() ->
                        new LogFailure(
                                "The checkpoint in "
                                        + file
                                        + " is signed by none of the given keys, so nothing"
                                        + " follows from it. Give the key of its log, or"
                                        + " another checkpoint."));
    }

    /// Reads a file without asking who signed it.
    ///
    /// @throws LogFailure if it holds no checkpoint
    public static SignedNote note(Path file) throws LogFailure {
        try {
            SignedNote note = SignedNote.parse(PlainFiles.read(file, SignedNote.BYTES_MAX));
            var _ = CheckpointText.parse(note.text());
            return note;
        } catch (ParseException e) {
            throw new LogFailure(
                    file
                            + " holds no checkpoint: "
                            + e.getMessage()
                            + ". Give a copy of the file `checkpoint` of the log's folder.",
                    e);
        } catch (NoSuchFileException e) {
            throw new LogFailure("There is no checkpoint at " + file + ".", e);
        } catch (IOException e) {
            throw new LogFailure("The checkpoint " + file + " cannot be read.", e);
        }
    }

    /// What a note says that is known to be a checkpoint.
    ///
    /// @throws IllegalArgumentException if it is none
    public static CheckpointText text(SignedNote note) {
        try {
            return CheckpointText.parse(note.text());
        } catch (ParseException e) {
            throw new IllegalArgumentException("The note is no checkpoint", e);
        }
    }

    /// Refuses a log that does not contain this checkpoint: one that was put back, or another one.
    /// Every checkpoint of a log is kept under its size, so nothing but that file is read.
    ///
    /// @param log the log's folder
    public void requireIn(Path log) throws LogFailure {
        var layout = new LogLayout(log);
        try {
            Path file = layout.checkpoint(text.size());
            if (Files.exists(file)
                    && SignedNote.parse(PlainFiles.read(file, SignedNote.BYTES_MAX))
                            .text()
                            .equals(note.text())) {
                return;
            }
            List<Long> sizes =
                    Files.exists(log) ? layout.listCheckpoints().numbers() : List.<Long>of();
            long newest = sizes.isEmpty() ? 0 : sizes.getLast();
            throw LogFailure.alteration(newest < text.size() ? putBack(log, newest) : forked(log));
        } catch (ParseException e) {
            throw LogFailure.alteration(forked(log));
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure("The checkpoints of the log " + log + " cannot be read.", e);
        }
    }

    private String putBack(Path log, long newest) {
        return "The log "
                + log
                + " was put back to an older state: it is signed up to record "
                + newest
                + ", and a checkpoint kept elsewhere covers "
                + text.size()
                + ". Going on would write a second history under the same name. Find the newer"
                + " copy, or begin a new log with a new origin.";
    }

    private String forked(Path log) {
        return "The log "
                + log
                + " is not the one of which a checkpoint over "
                + text.size()
                + " records was kept elsewhere: it has another history. Find the right copy, or"
                + " begin a new log with a new origin.";
    }

    /// A note as a checkpoint that one of the keys signed for its own log; empty if it is none.
    public static Optional<KeptCheckpoint> of(SignedNote note, List<VerifierKey> trusted) {
        try {
            CheckpointText text = CheckpointText.parse(note.text());
            return trusted.stream()
                    .filter(key -> key.name().equals(text.origin()))
                    .filter(key -> key.opinion(note) == VerifierKey.Opinion.SIGNED)
                    .findFirst()
                    .map(key -> new KeptCheckpoint(note, text, key));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
