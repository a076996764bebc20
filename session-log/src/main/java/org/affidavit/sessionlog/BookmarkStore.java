package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.PlainFiles;

/// The writer's [Bookmark] in the log's folder, as a note signed by the log's key.
///
/// Nothing rests on its being there: it is not forced, and a missing, damaged, older or foreign one
/// only makes the next opening read everything.
final class BookmarkStore {
    /// Room for some ten thousand open sessions.
    private static final int BYTES_MAX = 16 << 20;

    private final LogLayout layout;
    private final Disk disk;

    BookmarkStore(LogLayout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /// Replaces the one that is there.
    void put(Bookmark bookmark, LogSigner signer) throws IOException {
        byte[] note = signed(bookmark.text(), signer).format().getBytes(UTF_8);
        if (note.length > BYTES_MAX) {
            Files.deleteIfExists(layout.bookmark());
            return;
        }
        Files.deleteIfExists(layout.draft());
        try (var channel = disk.create(layout.draft())) {
            disk.write(channel, ByteBuffer.wrap(note));
        }
        disk.rename(layout.draft(), layout.bookmark());
    }

    /// The one that is there, if this key signed it.
    Optional<Bookmark> read(LogSigner signer) throws IOException {
        Path file = layout.bookmark();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            SignedNote note = SignedNote.parse(PlainFiles.read(file, BYTES_MAX), BYTES_MAX);
            String text = note.text().substring(note.text().indexOf('\n') + 1);
            // Made again instead of checked: Ed25519 has one signature for a text.
            return signed(text, signer).format().equals(note.format())
                    ? Optional.of(Bookmark.parse(text))
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static SignedNote signed(String text, LogSigner signer) {
        return signer.signOwn("bookmark of " + signer.verifierKey().name(), text);
    }
}
