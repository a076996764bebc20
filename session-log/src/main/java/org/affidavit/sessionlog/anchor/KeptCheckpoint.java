package org.affidavit.sessionlog.anchor;

import java.io.IOException;
import java.io.InputStream;
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
        try (InputStream in = Files.newInputStream(file)) {
            SignedNote note = SignedNote.parse(in.readNBytes(SignedNote.BYTES_MAX + 1));
            return of(note, trusted)
                    .orElseThrow(() ->
                            new LogFailure(
                                    "The checkpoint in "
                                            + file
                                            + " is signed by none of the given keys, so nothing"
                                            + " follows from it. Give the key of its log, or"
                                            + " another checkpoint."));
        } catch (ParseException e) {
            throw new LogFailure(
                    file
                            + " holds no checkpoint: "
                            + e.getMessage()
                            + ". Give a copy of the file `checkpoint` of the log's folder.",
                    e);
        } catch (NoSuchFileException e) {
            throw new LogFailure("There is no checkpoint at " + file + ".", e);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure("The checkpoint " + file + " cannot be read.", e);
        }
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
