package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.PlainFiles;

/// The published checkpoints of one log: each kept under its size, the newest also under its one
/// well-known name.
final class CheckpointStore {
    private final LogLayout layout;
    private final Disk disk;

    CheckpointStore(LogLayout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /// Publishes: kept copy first, so that the well-known name never says more than what is kept.
    void publish(Checkpoint checkpoint) throws IOException {
        put(checkpoint, layout.checkpoint(checkpoint.size()));
        disk.forceDirectory(layout.checkpoints());
        putLatest(checkpoint);
    }

    private void putLatest(Checkpoint checkpoint) throws IOException {
        put(checkpoint, layout.checkpoint());
        disk.forceDirectory(layout.folder());
    }

    private void put(Checkpoint checkpoint, Path file) throws IOException {
        Files.deleteIfExists(layout.draft());
        try (var channel = disk.create(layout.draft())) {
            disk.write(channel, ByteBuffer.wrap(checkpoint.note().getBytes(UTF_8)));
            disk.force(channel);
        }
        disk.rename(layout.draft(), file);
    }

    /// The newest checkpoint, signed by this key.
    Optional<Checkpoint> newest(VerifierKey key) throws IOException {
        var listing = layout.listCheckpoints();
        if (!listing.foreign().isEmpty()) {
            throw refused(layout.checkpoints() + " holds " + listing.foreign().getFirst());
        }
        boolean latest = Files.exists(layout.checkpoint());
        if (listing.numbers().isEmpty()) {
            if (latest) {
                throw refused("the kept copy of its checkpoint is gone");
            }
            return Optional.empty();
        }
        Checkpoint kept = trusted(layout.checkpoint(listing.numbers().getLast()), key);
        if (kept.size() != listing.numbers().getLast()) {
            throw refused("a checkpoint lies under a size that it does not have");
        }
        if (latest) {
            checkRepeats(kept.size());
        }
        return Optional.of(kept);
    }

    /// The well-known file repeats a kept checkpoint, perhaps one before the newest, which another
    /// key may have signed.
    private void checkRepeats(long newest) throws IOException {
        try {
            SignedNote repeated = note(layout.checkpoint());
            long size = CheckpointText.parse(repeated.text()).size();
            if (size > newest) {
                throw refused("the kept copy of its newest checkpoint is gone");
            }
            if (!Files.exists(layout.checkpoint(size))
                    || !note(layout.checkpoint(size)).format().equals(repeated.format())) {
                throw refused("its file checkpoint is not the one that was kept");
            }
        } catch (ParseException e) {
            throw refused(layout.checkpoint() + " is no checkpoint: " + e.getMessage());
        }
    }

    /// Repeats the last step of a publication that a crash cut short.
    void finishPublication(Checkpoint newest) throws IOException {
        if (!Files.exists(layout.checkpoint())
                || !Files.readString(layout.checkpoint()).equals(newest.note())) {
            putLatest(newest);
        }
    }

    private Checkpoint trusted(Path file, VerifierKey key) throws IOException {
        try {
            SignedNote note = note(file);
            return switch (key.opinion(note)) {
                case SIGNED -> Checkpoint.of(CheckpointText.parse(note.text()), note);
                case FORGED -> throw refused("the signature of " + file + " is not genuine");
                case HALF -> throw refused(file + " lacks one of the key's two signatures");
                case SILENT ->
                        throw new LogFailure(
                                file
                                        + " is signed by another key than "
                                        + key.name()
                                        + " "
                                        + key.id()
                                        + ". Continuing with this key would break the evidence, so"
                                        + " the log was not opened. Load the key that signs it, and"
                                        + " look whether the log's name (origin) was changed.");
            };
        } catch (ParseException e) {
            throw refused(file + " is no checkpoint: " + e.getMessage());
        }
    }

    static SignedNote note(Path file) throws IOException, ParseException {
        byte[] bytes = PlainFiles.read(file, SignedNote.BYTES_MAX);
        if (bytes.length > SignedNote.BYTES_MAX) {
            throw new ParseException("The note is too long", SignedNote.BYTES_MAX);
        }
        return SignedNote.parse(bytes);
    }

    private LogFailure refused(String what) {
        return LogScan.altered(layout.folder(), what);
    }
}
