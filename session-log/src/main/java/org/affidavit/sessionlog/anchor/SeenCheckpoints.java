package org.affidavit.sessionlog.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.TreeHash;

/// The newest checkpoint of each log that somebody outside it saw: what gives a log away that was
/// put back to an older state, or that has a second history.
///
/// One note in one file for each log, replaced as a whole and durable before [#keep] returns. What
/// is kept never gets older, whoever else keeps here at the same time. Safe for any thread.
public final class SeenCheckpoints {
    private static final Object IN_THIS_PROCESS = new Object();

    private final Path folder;

    /// @param folder made when something is first kept
    public SeenCheckpoints(Path folder) {
        this.folder = folder;
    }

    /// The newest checkpoint kept under a name.
    ///
    /// @param name such as the log's origin; any text
    /// @throws LogFailure if something lies there that is no checkpoint: then nobody knows any more
    ///   what was seen
    public Optional<SignedNote> newest(String name) throws LogFailure {
        Path file = file(name);
        try (InputStream in = Files.newInputStream(file)) {
            SignedNote note = SignedNote.parse(in.readNBytes(SignedNote.BYTES_MAX + 1));
            CheckpointText.parse(note.text());
            return Optional.of(note);
        } catch (NoSuchFileException nothing) {
            return Optional.empty();
        } catch (ParseException e) {
            throw new LogFailure(
                    file
                            + " is no checkpoint, so it cannot be told whether "
                            + name
                            + " was put back to an older state. Restore the file, or delete it to"
                            + " begin anew with what is there now.",
                    e);
        } catch (IOException e) {
            throw new LogFailure("What was seen of " + name + " cannot be read from " + file, e);
        }
    }

    /// Keeps a checkpoint, unless a newer one is kept.
    ///
    /// @throws LogFailure if one of the same size and another root is kept, or it cannot be written
    /// @throws IllegalArgumentException if the note is no checkpoint
    public void keep(String name, SignedNote note) throws LogFailure {
        CheckpointText fresh = KeptCheckpoint.text(note);
        synchronized (IN_THIS_PROCESS) {
            try {
                Files.createDirectories(folder);
                try (var lock = open(folder.resolve("lock"));
                        var _ = lock.lock()) {
                    Optional<CheckpointText> kept = newest(name).map(KeptCheckpoint::text);
                    if (kept.isEmpty() || fresh.size() > kept.get().size()) {
                        DurableFiles.replace(file(name), note.format().getBytes(UTF_8));
                    } else if (fresh.size() == kept.get().size()
                            && !Arrays.equals(fresh.root(), kept.get().root())) {
                        throw new LogFailure(
                                "Two checkpoints of "
                                        + name
                                        + " say different things of the same "
                                        + fresh.size()
                                        + " records: the log has two histories.");
                    }
                }
            } catch (LogFailure e) {
                throw e;
            } catch (IOException e) {
                throw new LogFailure("No checkpoint can be kept in " + folder, e);
            }
        }
    }

    /// Where the checkpoint kept under a name lies.
    public Path file(String name) {
        byte[] hash = TreeHash.sha256().digest(name.getBytes(UTF_8));
        return folder.resolve(HexFormat.of().formatHex(hash, 0, 16) + ".checkpoint");
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
