package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/// Reads a log from front to back before the writer goes on with it. Tells an unfinished end from
/// everything else; whatever else is wrong stops the opening, because to continue would be to sign
/// it.
final class LogScan {
    private final LogLayout layout;
    private final String origin;
    private final Optional<Checkpoint> checkpoint;

    final CompactRange tree = new CompactRange();
    final SessionBook book = new SessionBook();
    final PeriodBook periods = new PeriodBook();
    final TileScan tiles;
    private final MessageDigest unsigned = TreeHash.sha256();

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

    LogScan(LogLayout layout, String origin, Optional<Checkpoint> checkpoint) {
        this.layout = layout;
        this.origin = origin;
        this.checkpoint = checkpoint;
        this.tiles = new TileScan(layout, checkpoint.map(Checkpoint::size).orElse(0L));
    }

    /// @throws LogFailure if the log cannot be continued
    void run() throws IOException {
        List<Long> firsts = numbers(FileKind.SEGMENT);
        byte[] previous = FileHeader.nothingBefore();
        for (int i = 0; i < firsts.size(); i++) {
            long first = firsts.get(i);
            if (first != tree.size()) {
                throw altered("records from " + tree.size() + " on are missing");
            }
            scan(first, previous, i == firsts.size() - 1);
            if (last != null) {
                previous = digest(last.digest());
            }
        }
        checkVaultFiles(firsts);
        if (checkpoint.isPresent() && tree.size() < checkpoint.get().size()) {
            throw altered(
                    String.format(
                            Locale.ROOT,
                            "it holds %d whole records, and a checkpoint was signed over %d",
                            tree.size(),
                            checkpoint.get().size()));
        }
        if (checkpoint.isEmpty() && tree.size() > 1) {
            throw altered("it holds records and no signed checkpoint");
        }
    }

    /// How many whole records lie behind the checkpoint. A log without one holds nothing but its
    /// creation.
    long unsigned() {
        return checkpoint.map(one -> tree.size() - one.size()).orElse(0L);
    }

    /// SHA-256 over the leaf hashes of these records, lower-case hex; empty if there are none.
    String unsignedSha256() {
        return unsigned() == 0 ? "" : Leaf.hex(digest(unsigned));
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
            long vaultLength = readFrames(scanner, header.boot(), lastFile);
            if (tree.size() == first) {
                setAsideWhole(first);
                return;
            }
            if (scanner.offset() < scanner.end()) {
                tails.add(new Tail(file, scanner.offset()));
            }
            checkVault(first, vaultLength, lastFile);
            last = new OpenFiles(first, scanner.offset(), vaultLength, digest);
        }
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

    private long readFrames(FrameScanner scanner, UUID boot, boolean lastFile) throws IOException {
        long vaultLength = SegmentFormat.HEADER_BYTES;
        boolean firstFrame = true;
        while (true) {
            switch (scanner.next()) {
                case Next.End _ -> {
                    return vaultLength;
                }
                case Next.Bad bad -> {
                    checkEnd(scanner, bad, lastFile);
                    return vaultLength;
                }
                case Next.Frame frame -> {
                    Leaf leaf = take(frame);
                    if (firstFrame && !leaf.boot().equals(boot)) {
                        throw altered("record " + leaf.index() + " is of another life of the log");
                    }
                    firstFrame = false;
                    vaultLength = vaultEnd(leaf, vaultLength);
                }
            }
        }
    }

    /// An unfinished write is followed by nothing and lies above everything that was signed.
    private void checkEnd(FrameScanner scanner, Next.Bad bad, boolean lastFile) throws IOException {
        long index = tree.size();
        boolean signed = checkpoint.isPresent() && index < checkpoint.get().size();
        if (!lastFile || signed) {
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

    private Leaf take(Next.Frame frame) throws IOException {
        long index = tree.size();
        Leaf leaf;
        try {
            leaf = Leaf.read(frame.body());
        } catch (Malformed e) {
            throw altered("record " + index + " cannot be read: " + e.getMessage());
        }
        if (frame.index() != index || leaf.index() != index) {
            throw altered("record " + index + " says that it is record " + leaf.index());
        }
        byte[] hash = TreeHash.leaf(frame.body());
        if (leaf.event() instanceof SessionEvent event) {
            enter(leaf, event, hash);
        }
        if (leaf.event() instanceof PeriodClosed closed
                && !closed.equals(periods.closed(closed, book.open().size()))) {
            throw altered("record " + index + " closes a period that it does not fit");
        }
        periods.enter(leaf.event(), hash);
        tree.append(hash);
        tiles.take(frame.body(), hash);
        if (checkpoint.isPresent()
                && checkpoint.get().size() == tree.size()
                && !checkpoint.get().root().equals(Leaf.hex(tree.root()))) {
            throw altered("its records are not those that were signed");
        }
        if (checkpoint.isPresent() && tree.size() > checkpoint.get().size()) {
            unsigned.update(hash);
        }
        return leaf;
    }

    private void enter(Leaf leaf, SessionEvent event, byte[] hash) throws LogFailure {
        if (book.objection(event).isPresent()
                || !leaf.link().equals(Optional.of(book.link(event)))
                || !leaf.total().equals(book.total(event))) {
            throw altered("record " + leaf.index() + " does not follow in its session");
        }
        if (leaf.payload().isPresent()
                && leaf.payload().get().keyRecord() != book.opening(event).orElse(leaf.index())) {
            throw altered("the payload of record " + leaf.index() + " has no key of its session");
        }
        book.enter(event, leaf.index(), hash);
    }

    private long vaultEnd(Leaf leaf, long vaultLength) throws LogFailure {
        long end = vaultLength;
        if (leaf.key().isPresent()) {
            Leaf.KeyFrame key = leaf.key().get();
            end = vaultEnd(leaf, key.offset(), key.length(), end);
        }
        if (leaf.payload().isPresent()) {
            Leaf.Commitment payload = leaf.payload().get();
            end = vaultEnd(leaf, payload.offset(), payload.length(), end);
        }
        return end;
    }

    private long vaultEnd(Leaf leaf, long offset, long length, long end) throws LogFailure {
        if (offset != end || length < 1 || length > FileKind.VAULT.bodyBytesMax()) {
            throw altered("the payload of record " + leaf.index() + " has no place in the vault");
        }
        return end + length + SegmentFormat.FRAME_EXTRA_BYTES;
    }

    /// Leaf durable implies payload durable, so a vault that is too short was cut.
    private void checkVault(long first, long vaultLength, boolean lastFile) throws IOException {
        Path file = layout.file(FileKind.VAULT, first);
        long length = Files.exists(file) ? Files.size(file) : 0;
        if (length < vaultLength || (length > vaultLength && !lastFile)) {
            throw altered(
                    String.format(
                            Locale.ROOT,
                            "the vault file %s has %d bytes where its records say %d",
                            file.getFileName(),
                            length,
                            vaultLength));
        }
        if (length > vaultLength) {
            tails.add(new Tail(file, vaultLength));
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
            if (first != tree.size()) {
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

    private static byte[] digest(MessageDigest digest) {
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
        return new LogFailure(
                "The log "
                        + folder
                        + " was tampered with, rolled back or damaged: "
                        + what
                        + ". It was not opened and nothing in it was changed, so that it stays as"
                        + " evidence. Run `affidavit verify` on it, keep a copy, and begin a new"
                        + " log in another folder.");
    }
}
