package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.key.VerifierKey;
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
import org.jspecify.annotations.Nullable;

/// One pass over one log: the checks FRAMING and RECORDS here, the others fed from here.
final class Verification {
    private static final int PROGRESS_RECORDS = 1_024;

    final Findings findings = new Findings();
    final SignedSizes signatures;
    final SessionChain sessions = new SessionChain(findings);
    final SetAside setAside;
    final Adoptions adoptions = new Adoptions(findings);

    private final LogLayout layout;
    private final LogFiles files;
    private final Progress progress;
    private final CompactRange tree = new CompactRange();

    /// Names in the folder that are no part of the log.
    List<String> strangers = List.of();

    long payloadBytes;
    long tornBytes;
    String origin = "";
    @Nullable Instant from;
    @Nullable Instant to;
    OptionalInt newerVersion = OptionalInt.empty();

    private boolean whole = true;
    private long bytesDone;

    Verification(LogLayout layout, List<VerifierKey> trusted, Progress progress)
            throws IOException {
        this.layout = layout;
        this.progress = progress;
        // Checkpoints first: every record that they cover is on disk by then, and stays.
        this.signatures = new SignedSizes(layout, trusted, findings);
        this.files = LogFiles.list(layout, findings);
        this.setAside = new SetAside(layout, findings);
        if (files.segments().isEmpty() && signatures.none()) {
            throw new NoSuchFileException(
                    layout.folder().toString(), null, "there is no log in this folder");
        }
    }

    long records() {
        return tree.size();
    }

    /// Whether the log's files are other than when this pass began.
    boolean changedSince() throws IOException {
        return !LogFiles.list(layout, new Findings()).equals(files);
    }

    void run() throws IOException {
        byte[] previous = FileHeader.nothingBefore();
        var unread = new TreeSet<>(files.segments());
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
        finish();
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

    private void finish() throws IOException {
        signatures.finish(records(), whole);
        if (whole) {
            tornBytes += files.checkVaults(layout, records(), findings);
        } else {
            for (Check check : List.of(Check.RECORDS, Check.SESSIONS, Check.PAYLOADS)) {
                findings.unknown(check, "read only up to record " + records() + ", see framing");
            }
        }
        strangers = layout.strangers();
        findings.judgeForeign(newerVersion.isPresent());
        tornBytes += setAside.finish(records(), whole);
        if (signatures.none() && records() > 1) {
            findings.broken(Check.SIGNATURES, 0, "no checkpoint vouches for the records");
        } else if (signatures.none()) {
            findings.unknown(Check.SIGNATURES, "nothing is signed yet");
            findings.unknown(Check.TREE, "nothing is signed yet");
        }
        if (!signatures.origin().isEmpty()
                && records() > 0
                && !signatures.origin().equals(origin)) {
            findings.broken(Check.SIGNATURES, 0, "the checkpoints are those of another log");
        }
        report(true);
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
                    VaultFile.open(layout.file(FileKind.VAULT, first), header.get(), findings)) {
                frames(scanner, header.get(), vault, last);
                if (whole) {
                    tornBytes += vault.finish(records(), last);
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
        while (whole) {
            switch (scanner.next()) {
                case Next.End _ -> {
                    return;
                }
                case Next.Bad bad -> {
                    unreadable(scanner, bad, last);
                    return;
                }
                case Next.Frame frame -> record(frame, header, vault);
            }
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

    private void record(Next.Frame frame, FileHeader header, VaultFile vault) throws IOException {
        long index = records();
        byte[] hash = TreeHash.leaf(frame.body());
        if (frame.index() != index) {
            stop(index, "where record " + index + " should be, record " + frame.index() + " is");
            return;
        }
        try {
            content(Leaf.read(frame.body()), index, hash, header, vault);
        } catch (Malformed e) {
            findings.broken(
                    Check.RECORDS, index, "record " + index + " cannot be read: " + e.what());
        }
        tree.append(hash);
        adoptions.read(index, hash, signatures.waitsAt(tree.size()));
        if (signatures.waitsAt(tree.size())) {
            signatures.at(tree.size(), tree.root());
        }
        if (tree.size() % PROGRESS_RECORDS == 0) {
            report(false);
        }
    }

    private void content(Leaf leaf, long index, byte[] hash, FileHeader header, VaultFile vault)
            throws IOException {
        if (leaf.index() != index) {
            findings.broken(
                    Check.RECORDS,
                    index,
                    "record " + index + " says that it is record " + leaf.index());
        }
        if (index == header.first()) {
            checkFirst(leaf, header);
        }
        from = from == null ? leaf.event().at() : from;
        to = leaf.event().at();
        if (leaf.event() instanceof SessionEvent event) {
            sessions.accept(leaf, event, hash);
        } else if (leaf.event() instanceof GatewayEvent.LogRecovered recovered) {
            setAside.expect(index, recovered);
            adoptions.note(index, recovered);
        }
        if (leaf.payload().isPresent()) {
            vault.accept(leaf, leaf.payload().get());
        }
    }

    private void checkFirst(Leaf leaf, FileHeader header) {
        if (!leaf.boot().equals(header.boot())) {
            findings.broken(
                    Check.FRAMING,
                    leaf.index(),
                    "record " + leaf.index() + " is not of the life that began its segment");
        }
        if (leaf.index() == 0) {
            if (leaf.event() instanceof GatewayEvent.LogCreated created) {
                origin = created.origin();
            } else {
                findings.broken(Check.RECORDS, 0, "the log does not begin with its creation");
            }
        }
        if (!origin.isEmpty()
                && !Arrays.equals(header.originHash(), FileHeader.originHash(origin))) {
            findings.broken(
                    Check.FRAMING,
                    leaf.index(),
                    "the segment of record " + leaf.index() + " is of another log");
        }
    }

    private void stop(long record, String what) {
        whole = false;
        findings.broken(Check.FRAMING, record, what);
    }

    private void report(boolean done) {
        if (!progress.at(records(), done ? files.bytes() : bytesDone, files.bytes())) {
            throw new CancellationException("Verification was cancelled");
        }
    }
}
