package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// The check PAYLOADS for one segment: its vault file holds exactly the payloads that the records
/// commit to, one behind the other, and not a byte more.
final class VaultFile implements AutoCloseable {
    private final Findings findings;
    private final Path file;
    private final @Nullable FrameScanner scanner;
    private boolean readable;
    private long bytes;

    private VaultFile(Findings findings, Path file, @Nullable FrameScanner scanner) {
        this.findings = findings;
        this.file = file;
        this.scanner = scanner;
        this.readable = scanner != null;
    }

    /// Opens the vault file of a segment and compares what it says of itself.
    static VaultFile open(Path file, FileHeader segment, Findings findings) throws IOException {
        if (!Files.isRegularFile(file)) {
            findings.broken(
                    Check.PAYLOADS,
                    segment.first(),
                    "the vault file from record " + segment.first() + " on is missing");
            return new VaultFile(findings, file, null);
        }
        var vault = new VaultFile(findings, file, FrameScanner.open(FileKind.VAULT, file));
        vault.checkHeader(segment);
        return vault;
    }

    private void checkHeader(FileHeader segment) throws IOException {
        if (scanner != null
                && scanner.header() instanceof FileHeader.Reading.Good(FileHeader header)
                && Arrays.equals(header.originHash(), segment.originHash())
                && header.first() == segment.first()
                && header.boot().equals(segment.boot())
                && Arrays.equals(header.previous(), FileHeader.nothingBefore())) {
            return;
        }
        lost(segment.first(), "the vault file from record %d on has a damaged header");
    }

    /// Checks the next payload.
    void accept(Leaf leaf, Leaf.Commitment commitment) throws IOException {
        if (scanner == null || !readable) {
            return;
        }
        if (!(scanner.next() instanceof Next.Frame frame)) {
            lost(leaf.index(), "the payload of record %d is missing or damaged");
            return;
        }
        if (frame.index() != leaf.index() || frame.offset() != commitment.offset()) {
            lost(leaf.index(), "the payload of record %d is not in its place");
            return;
        }
        if (frame.body().length != commitment.length()
                || !Leaf.hex(TreeHash.sha256().digest(frame.body())).equals(commitment.sha256())
                || framesOf(frame.body()) != commitment.frames()) {
            broken(leaf.index(), "the payload of record %d is not the one that was recorded");
        }
        bytes += frame.body().length;
    }

    private static int framesOf(byte[] body) {
        try {
            return PayloadCodec.read(body).frames().size();
        } catch (Malformed e) {
            // No number of frames is the number that was recorded.
            return -1;
        }
    }

    /// Looks at what lies behind the last payload. Returns its length if it is what a crash leaves,
    /// which only the last file can have.
    ///
    /// @param records how many whole records the log has
    long finish(long records, boolean last) throws IOException {
        if (scanner == null || !readable) {
            return 0;
        }
        long from = scanner.offset();
        while (scanner.next() instanceof Next.Frame frame) {
            if (!last || frame.index() < records) {
                lost(
                        Math.min(frame.index(), records - 1),
                        "the vault holds a payload at record %d that no record commits to");
                return 0;
            }
        }
        if (!last && from < scanner.end()) {
            lost(
                    records - 1,
                    "bytes that no record commits to follow the payloads up to record %d");
            return 0;
        }
        return scanner.end() - from;
    }

    /// Length of the file; 0 if there is none.
    long end() {
        return scanner == null ? 0 : scanner.end();
    }

    /// Payload bytes checked.
    long bytes() {
        return bytes;
    }

    private void lost(long record, String what) {
        readable = false;
        broken(record, what);
    }

    private void broken(long record, String what) {
        findings.broken(
                Check.PAYLOADS,
                record,
                what.replace("%d", Long.toString(record)) + " (" + file.getFileName() + ")");
    }

    @Override
    public void close() throws IOException {
        if (scanner != null) {
            scanner.close();
        }
    }
}
