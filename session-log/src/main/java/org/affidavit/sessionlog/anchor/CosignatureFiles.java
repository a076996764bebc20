package org.affidavit.sessionlog.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.PlainFiles;

/// The cosignatures that witnesses gave for a log's checkpoints: signature lines in
/// `cosignatures/<size>`, which appended to the checkpoint of that size make one note again.
public final class CosignatureFiles {
    private final LogLayout layout;

    public CosignatureFiles(Path log) {
        this.layout = new LogLayout(log);
    }

    /// Adds one line, in the place of an earlier one of the same key. Durable on return.
    public synchronized void add(long size, SignedNote.Signature line) throws IOException {
        Files.createDirectories(layout.cosignatures());
        var lines = new ArrayList<SignedNote.Signature>();
        Path file = layout.cosignature(size);
        if (Files.exists(file)) {
            lines.addAll(read(file));
        }
        lines.removeIf(
                each -> each.name().equals(line.name()) && each.keyId().equals(line.keyId()));
        lines.add(line);
        var text = new StringBuilder();
        lines.forEach(each -> text.append(each.line()));
        DurableFiles.replace(file, text.toString().getBytes(UTF_8));
    }

    /// The lines of one file.
    ///
    /// @throws IOException if it is too long or not in the one form of such lines
    public static List<SignedNote.Signature> read(Path file) throws IOException {
        try {
            byte[] bytes = PlainFiles.read(file, SignedNote.BYTES_MAX);
            if (bytes.length > SignedNote.BYTES_MAX) {
                throw new IOException(file + " is too long for cosignatures");
            }
            return SignedNote.signatures(new String(bytes, UTF_8));
        } catch (ParseException e) {
            throw new IOException(file + " holds no cosignatures: " + e.getMessage(), e);
        }
    }
}
