package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/// Reads a log from front to back before the writer goes on with it. Tells an unfinished end from
/// everything else; whatever else is wrong stops the opening, because to continue would be to sign
/// it.
final class LogScan {
    private final LogLayout layout;
    private final String origin;
    private final Optional<Checkpoint> checkpoint;

    /// What the records say.
    final RecordScan records;

    /// What lies behind the last whole record, in the order in which it is set aside.
    final List<Tail> tails = new ArrayList<>();

    /// The files that the next record goes into, unless there are none.
    @Nullable OpenFiles last;

    /// The rest of a file behind its last whole record.
    ///
    /// @param keep how many bytes stay; 0 if the whole file goes
    record Tail(Path file, long keep) {}

    /// A segment and its vault, up to their last whole record.
    ///
    /// @param digest over the segment's bytes
    record OpenFiles(long first, long segmentLength, long vaultLength, MessageDigest digest) {}

    LogScan(LogLayout layout, String origin, Optional<Checkpoint> checkpoint, RecordScan records) {
        this.layout = layout;
        this.origin = origin;
        this.checkpoint = checkpoint;
        this.records = records;
    }

    /// Reads all of it.
    ///
    /// @throws LogFailure if the log cannot be continued
    void run() throws IOException {
        List<Long> firsts = numbers(FileKind.SEGMENT);
        read(firsts, FileHeader.nothingBefore(), true);
        checkEnds(firsts);
    }

    /// Reads what lies behind a bookmark.
    ///
    /// @throws LogFailure if the log cannot be continued
    void run(Bookmark.Place from) throws IOException {
        List<Long> firsts = numbers(FileKind.SEGMENT);
        List<Long> rest = firsts.stream().filter(first -> first > from.first()).toList();
        byte[] previous = readRest(from, rest.isEmpty());
        read(rest, previous, true);
        checkEnds(firsts);
    }

    /// Reads what lies before a segment, while others may write to that one.
    ///
    /// @throws LogFailure if it is not what that segment follows
    void runBefore(long segment) throws IOException {
        List<Long> before =
                numbers(FileKind.SEGMENT).stream().filter(first -> first < segment).toList();
        byte[] previous = read(before, FileHeader.nothingBefore(), false);
        Path file = layout.file(FileKind.SEGMENT, segment);
        try (var scanner = FrameScanner.open(FileKind.SEGMENT, file)) {
            if (records.tree.size() != segment
                    || !(scanner.header() instanceof FileHeader.Reading.Good good)) {
                throw altered("records before " + segment + " are missing");
            }
            checkHeader(good.header(), segment, previous);
        }
    }

    /// Answers the digest of the last one.
    ///
    /// @param toTheEnd whether the last of them is the log's newest
    private byte[] read(List<Long> firsts, byte[] before, boolean toTheEnd) throws IOException {
        byte[] previous = before;
        for (int i = 0; i < firsts.size(); i++) {
            long first = firsts.get(i);
            if (first != records.tree.size()) {
                throw altered("records from " + records.tree.size() + " on are missing");
            }
            scan(first, previous, toTheEnd && i == firsts.size() - 1);
            if (last != null) {
                previous = digest(last.digest());
            }
        }
        return previous;
    }

    private void checkEnds(List<Long> firsts) throws IOException {
        checkVaultFiles(firsts);
        long size = records.tree.size();
        if (size < records.signed()) {
            throw altered(
                    String.format(
                            Locale.ROOT,
                            "it holds %d whole records, and a checkpoint was signed over %d",
                            size,
                            records.signed()));
        }
        if (checkpoint.isEmpty() && size > 1) {
            throw altered("it holds records and no signed checkpoint");
        }
    }

    /// How many whole records lie behind the checkpoint. A log without one holds nothing but its
    /// creation.
    long unsigned() {
        return checkpoint.map(one -> records.tree.size() - one.size()).orElse(0L);
    }

    /// SHA-256 over the leaf hashes of these records, lower-case hex; empty if there are none.
    String unsignedSha256() {
        return unsigned() == 0 ? "" : Leaf.hex(records.unsignedSha256());
    }

    private void scan(long first, byte[] previous, boolean lastFile) throws IOException {
        Path file = layout.file(FileKind.SEGMENT, first);
        var digest = TreeHash.sha256();
        try (var scanner = FrameScanner.open(FileKind.SEGMENT, file, digest)) {
            FileHeader header;
            switch (scanner.header()) {
                case FileHeader.Reading.Good good -> header = good.header();
                case FileHeader.Reading.Newer newer -> throw newer(newer.version());
                case FileHeader.Reading.Bad bad -> {
                    if (!lastFile || scanner.findFrameBehind(0).isPresent()) {
                        throw altered(file.getFileName() + ": " + bad.what());
                    }
                    setAsideWhole(first);
                    return;
                }
            }
            checkHeader(header, first, previous);
            var vault = new VaultEnd(layout, first, SegmentFormat.HEADER_BYTES);
            if (scanner.next() instanceof Next.Frame frame) {
                Leaf leaf = records.take(frame);
                if (!leaf.boot().equals(header.boot())) {
                    throw altered("record " + first + " is of another life of the log");
                }
                vault.take(leaf);
            }
            readFrames(scanner, vault, lastFile);
            if (records.tree.size() == first) {
                setAsideWhole(first);
                return;
            }
            finish(first, scanner, vault, digest, lastFile);
        }
    }

    /// Answers the digest of the segment in which the bookmark lies.
    private byte[] readRest(Bookmark.Place from, boolean lastFile) throws IOException {
        Path file = layout.file(FileKind.SEGMENT, from.first());
        var digest = TreeHash.sha256();
        try (var scanner = FrameScanner.open(FileKind.SEGMENT, file, digest)) {
            scanner.pass(from.segmentLength());
            if (!Leaf.hex(digest(digest)).equals(from.segmentSha256())) {
                throw altered("the segment of record " + from.first() + " is another");
            }
            var vault = new VaultEnd(layout, from.first(), from.vaultLength());
            readFrames(scanner, vault, lastFile);
            finish(from.first(), scanner, vault, digest, lastFile);
            return digest(digest);
        }
    }

    private void finish(
            long first,
            FrameScanner scanner,
            VaultEnd vault,
            MessageDigest digest,
            boolean lastFile)
            throws IOException {
        if (scanner.offset() < scanner.end()) {
            tails.add(new Tail(layout.file(FileKind.SEGMENT, first), scanner.offset()));
        }
        vault.check(lastFile).ifPresent(tails::add);
        last = new OpenFiles(first, scanner.offset(), vault.offset(), digest);
    }

    private void checkHeader(FileHeader header, long first, byte[] previous) throws LogFailure {
        if (!Arrays.equals(header.originHash(), FileHeader.originHash(origin))) {
            throw new LogFailure(
                    "The log "
                            + layout.folder()
                            + " is not the log of "
                            + origin
                            + ". A log keeps its name for ever. Open it under its own name, or"
                            + " choose an empty folder.");
        }
        if (header.first() != first || !Arrays.equals(header.previous(), previous)) {
            throw altered("the segment of record " + first + " does not follow the one before it");
        }
    }

    private void readFrames(FrameScanner scanner, VaultEnd vault, boolean lastFile)
            throws IOException {
        Next next = scanner.next();
        for (; next instanceof Next.Frame frame; next = scanner.next()) {
            vault.take(records.take(frame));
        }
        if (next instanceof Next.Bad bad) {
            checkEnd(scanner, bad, lastFile);
        }
    }

    /// An unfinished write is followed by nothing and lies above everything that was signed.
    private void checkEnd(FrameScanner scanner, Next.Bad bad, boolean lastFile) throws IOException {
        long index = records.tree.size();
        if (!lastFile || index < records.signed()) {
            throw altered("record " + index + " is damaged: " + bad.what());
        }
        var file = layout.file(FileKind.SEGMENT, numbers(FileKind.SEGMENT).getLast());
        try (var ahead = FrameScanner.openAt(FileKind.SEGMENT, file, scanner.offset())) {
            if (ahead.findFrameBehind(0).isPresent()) {
                throw altered(
                        "record " + index + " is damaged, and whole records follow: " + bad.what());
            }
        }
    }

    private void setAsideWhole(long first) {
        tails.add(new Tail(layout.file(FileKind.SEGMENT, first), 0));
    }

    private void checkVaultFiles(List<Long> firsts) throws IOException {
        for (long first : numbers(FileKind.VAULT)) {
            if (last != null && first <= last.first() && firsts.contains(first)) {
                continue;
            }
            if (first != records.tree.size()) {
                throw altered("the vault file of record " + first + " belongs to no segment");
            }
            tails.add(new Tail(layout.file(FileKind.VAULT, first), 0));
        }
    }

    private List<Long> numbers(FileKind kind) throws IOException {
        var listing = layout.list(kind);
        if (!listing.foreign().isEmpty()) {
            throw altered(listing.foreign().getFirst() + " does not belong there");
        }
        return listing.numbers();
    }

    static byte[] digest(MessageDigest digest) {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The platform's SHA-256 can be copied", e);
        }
    }

    private LogFailure newer(int version) {
        return new LogFailure(
                "The log "
                        + layout.folder()
                        + " has format version "
                        + version
                        + ", which is newer than this software knows. Nothing was changed. Update"
                        + " the software.");
    }

    private LogFailure altered(String what) {
        return altered(layout.folder(), what);
    }

    static LogFailure altered(Path folder, String what) {
        return new AlteredLog(folder, what);
    }
}
