package org.affidavit.evidence.pdf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.affidavit.sessionlog.tree.TreeHash;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDStream;

/// A digest of the file inside the file, so that every flipped byte is noticed, wherever it lies:
/// SHA-256 over the whole file, with the 64 digits of the digest itself read as zeros.
///
/// It is no signature. It tells damage from a whole packet; whoever changes a packet on purpose can
/// compute it again, and is stopped by the hashes and the signed checkpoint instead.
///
/// The digits stand in a stream that is not compressed and hangs from the catalogue:
///
/// ```
/// affidavit-packet-seal/1 sha-256 64*HEXDIG LF
/// ```
final class Seal {
    private static final COSName NAME = COSName.getPDFName("AFDV_Seal");
    private static final byte[] MARK = "affidavit-packet-seal/1 sha-256 ".getBytes(US_ASCII);
    private static final int DIGITS = 2 * TreeHash.BYTES;

    private Seal() {}

    /// Makes room for the digest in a document that is about to be saved.
    static void reserve(PDDocument document) throws IOException {
        byte[] text = (new String(MARK, US_ASCII) + "0".repeat(DIGITS) + "\n").getBytes(US_ASCII);
        var stream = new PDStream(document, new ByteArrayInputStream(text));
        document.getDocumentCatalog().getCOSObject().setItem(NAME, stream);
    }

    /// Writes the digest into a saved file.
    static void close(Path file) throws IOException {
        long at = find(file).orElseThrow(() -> new IOException("The packet has no seal to close"));
        byte[] digits = HexFormat.of().formatHex(digest(file, at)).getBytes(US_ASCII);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(digits);
            while (bytes.hasRemaining()) {
                channel.write(bytes, at + bytes.position());
            }
            channel.force(true);
        }
    }

    /// What is wrong with a file's seal; empty if the file is as it was made.
    static Optional<String> problem(Path file) throws IOException {
        OptionalLong at = find(file);
        if (at.isEmpty()) {
            return Optional.of("The file has no seal: it is not a whole packet of ours.");
        }
        byte[] stated = new byte[DIGITS];
        try (var channel = FileChannel.open(file)) {
            var bytes = ByteBuffer.wrap(stated);
            while (bytes.hasRemaining()
                    && channel.read(bytes, at.getAsLong() + bytes.position()) >= 0) {
                // Reads on until the digits are whole; digits cut short compare unequal.
            }
        }
        byte[] computed = HexFormat.of().formatHex(digest(file, at.getAsLong())).getBytes(US_ASCII);
        return MessageDigest.isEqual(stated, computed)
                ? Optional.empty()
                : Optional.of(
                        "The file was changed after it was made: its bytes do not agree with the"
                                + " digest inside it. Ask for the packet again.");
    }

    /// Whether a file has a seal, good or not.
    static boolean isIn(Path file) throws IOException {
        return find(file).isPresent();
    }

    /// Where the digits begin.
    private static OptionalLong find(Path file) throws IOException {
        int matched = 0;
        long position = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                for (int i = 0; i < got; i++) {
                    position++;
                    // No prefix of the mark repeats inside it beyond its first letter.
                    matched =
                            buffer[i] == MARK[matched] ? matched + 1 : buffer[i] == MARK[0] ? 1 : 0;
                    if (matched == MARK.length) {
                        return OptionalLong.of(position);
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    private static byte[] digest(Path file, long digitsAt) throws IOException {
        MessageDigest digest = TreeHash.sha256();
        byte[] buffer = new byte[1 << 16];
        long position = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                long from = Math.clamp(digitsAt - position, 0, got);
                long to = Math.clamp(digitsAt + DIGITS - position, 0, got);
                Arrays.fill(buffer, (int) from, (int) to, (byte) '0');
                digest.update(buffer, 0, got);
                position += got;
            }
        }
        return digest.digest();
    }
}
