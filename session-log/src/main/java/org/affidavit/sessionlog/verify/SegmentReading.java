package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.SessionLogVerifier.Progress;

/// Reads the segments of a log one behind the other, each with its vault: the check FRAMING. Hands
/// every record to the others.
final class SegmentReading implements AutoCloseable {
    private static final int PROGRESS_RECORDS = 1_024;

    private final LogLayout layout;
    private final Findings findings;
    private final SignedSizes signatures;
    private final RecordChecks checks;
    private final TileCheck tiles;
    private final Progress progress;
    private final long bytesTotal;
    private final CompactRange tree = new CompactRange();
    private final LeafReading leaves = new LeafReading();

    private long payloadBytes;
    private long tornBytes;
    private OptionalInt newerVersion = OptionalInt.empty();
    private boolean whole = true;
    private long bytesDone;

    SegmentReading(
            LogLayout layout,
            Findings findings,
            SignedSizes signatures,
            RecordChecks checks,
            TileCheck tiles,
            Progress progress,
            long bytesTotal) {
        this.layout = layout;
        this.findings = findings;
        this.signatures = signatures;
        this.checks = checks;
        this.tiles = tiles;
        this.progress = progress;
        this.bytesTotal = bytesTotal;
    }

    /// Records read.
    long records() {
        return tree.size();
    }

    /// Root over the records read.
    byte[] root() {
        return tree.root();
    }

    /// Whether nothing stopped the reading so far.
    boolean whole() {
        return whole;
    }

    /// Bytes behind the last whole record.
    long tornBytes() {
        return tornBytes;
    }

    long payloadBytes() {
        return payloadBytes;
    }

    /// Version of the segment that stopped the reading because it is newer.
    OptionalInt newerVersion() {
        return newerVersion;
    }

    /// @param firsts of the segments that a listing found
    void read(List<Long> firsts) throws IOException {
        byte[] previous = FileHeader.nothingBefore();
        var unread = new TreeSet<>(firsts);
        // A listing of a folder that changes can lack a file that is there, so each segment is
        // looked for where the one before it ends. The listing says how far to go, and what is left
        // over.
        long end = unread.isEmpty() ? 0 : unread.last();
        long first = 0;
        while (whole && first <= end && Files.exists(layout.file(FileKind.SEGMENT, first))) {
            unread.remove(first);
            previous = segment(first, previous, first == end);
            if (records() == first) {
                break;
            }
            first = records();
        }
        if (whole && !unread.isEmpty()) {
            long next = unread.first();
            stop(
                    Math.min(next, records()),
                    next > records()
                            ? "records " + records() + " to " + (next - 1) + " are missing"
                            : "a segment claims record " + next + " a second time");
        }
        if (newerVersion.isPresent()) {
            checkBehindNewer(unread);
        }
    }

    /// No older software goes on with a newer log, so a segment of this version behind one that
    /// says that it is newer gives that one away.
    private void checkBehindNewer(Iterable<Long> behind) throws IOException {
        for (long first : behind) {
            try (var scanner =
                    FrameScanner.open(FileKind.SEGMENT, layout.file(FileKind.SEGMENT, first))) {
                if (scanner.header() instanceof FileHeader.Reading.Good) {
                    stop(
                            records(),
                            "the segment of record "
                                    + records()
                                    + " says that it is newer than the one behind it");
                    return;
                }
            }
        }
    }

    /// Reads one segment with its vault. Returns the hash of the file.
    private byte[] segment(long first, byte[] previous, boolean last) throws IOException {
        Path file = layout.file(FileKind.SEGMENT, first);
        var digest = TreeHash.sha256();
        try (var scanner = FrameScanner.open(FileKind.SEGMENT, file, digest)) {
            Optional<FileHeader> header = header(scanner, first, previous, last);
            if (header.isEmpty()) {
                return previous;
            }
            try (var vault =
                    VaultFile.open(
                            layout.file(FileKind.VAULT, first), header.get(), findings, checks)) {
                frames(scanner, header.get(), vault, last);
                if (whole) {
                    tornBytes += vault.finish(records(), last);
                }
                if (whole && !last) {
                    vault.note(header.get(), records(), root());
                }
                payloadBytes += vault.bytes();
                bytesDone += scanner.end() + vault.end();
            }
        }
        return digest.digest();
    }

    private Optional<FileHeader> header(
            FrameScanner scanner, long first, byte[] previous, boolean last) throws IOException {
        return switch (scanner.header()) {
            case FileHeader.Reading.Newer(int version) -> {
                newerVersion = OptionalInt.of(version);
                whole = false;
                yield Optional.empty();
            }
            case FileHeader.Reading.Bad(String what) -> {
                if (last && isUnsigned() && scanner.findFrameBehind(0).isEmpty()) {
                    tornBytes += scanner.end();
                } else {
                    stop(first, "the segment of record " + first + " is damaged: " + what);
                }
                yield Optional.empty();
            }
            case FileHeader.Reading.Good(FileHeader header) -> {
                if (last && isUnfinished(scanner)) {
                    tornBytes += scanner.end();
                    yield Optional.empty();
                }
                compare(header, first, previous);
                yield Optional.of(header);
            }
        };
    }

    /// A segment is begun together with its first record.
    private boolean isUnfinished(FrameScanner scanner) {
        return scanner.end() <= SegmentFormat.HEADER_BYTES && isUnsigned();
    }

    /// Whether what comes next lies above everything signed.
    private boolean isUnsigned() {
        return records() >= signatures.newest();
    }

    private void compare(FileHeader header, long first, byte[] previous) {
        if (header.first() != first) {
            stop(first, "the segment of record " + first + " was renamed");
        }
        if (!Arrays.equals(header.previous(), previous)) {
            findings.broken(
                    Check.FRAMING,
                    first,
                    "the segment of record " + first + " does not follow the one before it");
        }
    }

    private void frames(FrameScanner scanner, FileHeader header, VaultFile vault, boolean last)
            throws IOException {
        Next end =
                leaves.read(
                        scanner,
                        read -> {
                            record(read, header, vault);
                            return whole;
                        });
        if (whole && end instanceof Next.Bad bad) {
            unreadable(scanner, bad, last);
        }
    }

    private void unreadable(FrameScanner scanner, Next.Bad bad, boolean last) throws IOException {
        long record = records();
        if (last && record >= signatures.newest() && scanner.findFrameBehind(0).isEmpty()) {
            tornBytes += scanner.end() - bad.offset();
        } else {
            stop(record, "record " + record + " is damaged: " + bad.what());
        }
    }

    private void record(LeafReading.Read read, FileHeader header, VaultFile vault)
            throws IOException {
        long index = records();
        byte[] hash = read.hash();
        if (read.frame().index() != index) {
            stop(
                    index,
                    "where record " + index + " should be, record " + read.frame().index() + " is");
            return;
        }
        if (read.leaf().isPresent()) {
            Leaf leaf = read.leaf().get();
            checks.accept(leaf, index, hash, header);
            checks.decisions.accept(leaf, vault.accept(leaf));
        } else {
            findings.broken(
                    Check.RECORDS, index, "record " + index + " cannot be read: " + read.problem());
        }
        tree.append(hash);
        checks.known.at(tree);
        tiles.accept(read.frame().body(), hash);
        checks.adoptions.read(index, hash, signatures.waitsAt(tree.size()));
        if (signatures.waitsAt(tree.size())) {
            checks.erasures.signed();
            signatures.at(tree.size(), tree.root());
        }
        if (tree.size() % PROGRESS_RECORDS == 0) {
            report(false);
        }
    }

    private void stop(long record, String what) {
        whole = false;
        findings.broken(Check.FRAMING, record, what);
    }

    /// @param done whether nothing is left to read
    void report(boolean done) {
        if (!progress.at(records(), done ? bytesTotal : bytesDone, bytesTotal)) {
            throw new CancellationException("Verification was cancelled");
        }
    }

    @Override
    public void close() {
        leaves.close();
    }
}
