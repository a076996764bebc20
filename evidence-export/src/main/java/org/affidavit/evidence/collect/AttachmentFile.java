package org.affidavit.evidence.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.affidavit.evidence.report.Attachment;
import org.affidavit.evidence.report.Wording;
import org.affidavit.sessionlog.tree.TreeHash;

/// A file being written that will be attached; hashes what goes by.
final class AttachmentFile implements AutoCloseable {
    private final Path file;
    private final MessageDigest digest = TreeHash.sha256();
    private final OutputStream out;
    private long bytes;

    AttachmentFile(Path file) throws IOException {
        this.file = file;
        this.out =
                new BufferedOutputStream(
                        new DigestOutputStream(Files.newOutputStream(file), digest), 1 << 16);
    }

    /// Writes a line and its line feed.
    void line(byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
        bytes += line.length + 1L;
    }

    void text(String text) throws IOException {
        bytes(text.getBytes(UTF_8));
    }

    void bytes(byte[] more) throws IOException {
        out.write(more);
        bytes += more.length;
    }

    /// Ends the file and describes it.
    ///
    /// @throws IOException if it is longer than what a PDF can hold in one piece
    AttachedFile finish(String name, String what, String mediaType) throws IOException {
        out.close();
        if (bytes > Integer.MAX_VALUE) {
            throw new IOException(
                    "The attachment "
                            + name
                            + " would have "
                            + Wording.bytes(bytes)
                            + ", more than a PDF can hold. Choose other sessions.");
        }
        return new AttachedFile(
                new Attachment(
                        name, what, mediaType, bytes, HexFormat.of().formatHex(digest.digest())),
                file);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
