package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// The check PAYLOADS for one segment: its vault file holds exactly the payloads that the records
/// commit to, one behind the other, and not a byte more.
final class VaultFile implements AutoCloseable {
    private static final PayloadReading NOT_SEEN = new PayloadReading.Sealed("not to be seen");

    /// Stands for bytes that an earlier verification read.
    private static final byte[] NOT_READ = new byte[0];

    private final Findings findings;
    private final PayloadKeys keys;
    private final Erasures erasures;
    private final Path file;
    private final @Nullable FrameScanner scanner;
    private final Optional<VaultNotes> notes;
    private final Optional<String> stamp;
    private Optional<VaultNotes.Note> noted = Optional.empty();
    private boolean readable;
    private boolean plain = true;
    private long bytes;

    private VaultFile(
            RecordChecks checks, Findings findings, Path file, @Nullable FrameScanner scanner)
            throws IOException {
        this.findings = findings;
        this.keys = checks.payloads;
        this.erasures = checks.erasures;
        this.file = file;
        this.scanner = scanner;
        this.readable = scanner != null;
        this.notes = checks.notes;
        this.stamp = notes.isPresent() ? FileStamp.of(file) : Optional.empty();
    }

    /// Opens the vault file of a segment and compares what it says of itself.
    static VaultFile open(Path file, FileHeader segment, Findings findings, RecordChecks checks)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            findings.broken(
                    Check.PAYLOADS,
                    segment.first(),
                    "the vault file from record " + segment.first() + " on is missing");
            return new VaultFile(checks, findings, file, null);
        }
        var vault = new VaultFile(checks, findings, file, FrameScanner.open(FileKind.VAULT, file));
        vault.checkHeader(segment);
        if (vault.readable) {
            vault.noted = checks.notes.flatMap(notes -> notes.take(segment.first(), vault.stamp));
        }
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

    /// Checks what a record has in the vault. Answers its payload, as far as that can be seen.
    PayloadReading accept(Leaf leaf) throws IOException {
        PayloadReading reading = PayloadReading.none();
        if (leaf.key().isPresent()) {
            Leaf.KeyFrame key = leaf.key().get();
            var wanted = new Wanted(FrameType.KEY, key.offset(), key.length(), key.sha256(), "key");
            body(leaf, wanted).ifPresent(body -> keys.opened(leaf, body));
        }
        if (leaf.payload().isPresent()) {
            Leaf.Commitment payload = leaf.payload().get();
            var wanted =
                    new Wanted(
                            FrameType.PAYLOAD,
                            payload.offset(),
                            payload.length(),
                            payload.sha256(),
                            "payload");
            reading = NOT_SEEN;
            Optional<byte[]> body = body(leaf, wanted);
            if (body.isPresent()) {
                reading = keys.read(leaf, payload, body.get(), this::broken);
            }
        }
        keys.ended(leaf);
        return reading;
    }

    /// What a record says of a frame.
    private record Wanted(FrameType type, long offset, long length, String sha256, String name) {}

    /// The next frame's body, if it is what the record says. What was erased is no such thing, and
    /// waits for the record that orders it.
    private Optional<byte[]> body(Leaf leaf, Wanted wanted) throws IOException {
        if (noted.isPresent()) {
            bytes += wanted.length();
            return Optional.of(NOT_READ);
        }
        if (scanner == null || !readable) {
            return Optional.empty();
        }
        long record = leaf.index();
        if (!(scanner.next() instanceof Next.Frame frame)) {
            damaged(leaf, wanted, scanner);
            return Optional.empty();
        }
        boolean erased = frame.type() == wanted.type().erased();
        if (frame.index() != record
                || frame.offset() != wanted.offset()
                || (frame.type() != wanted.type() && !erased)) {
            lost(record, "the " + wanted.name() + " of record %d is not in its place");
            return Optional.empty();
        }
        if (erased) {
            plain = false;
            if (frame.body().length == wanted.length() && frame.isBlank()) {
                erasures.erased(leaf, wanted.type(), file);
            } else {
                broken(
                        record,
                        "what stands for the erased "
                                + wanted.name()
                                + " of record %d is"
                                + " not zeros of its length");
            }
            return Optional.empty();
        }
        bytes += frame.body().length;
        if (frame.body().length != wanted.length()
                || !Leaf.hex(TreeHash.sha256().digest(frame.body())).equals(wanted.sha256())) {
            broken(
                    record,
                    "the " + wanted.name() + " of record %d is not the one that was recorded");
            return Optional.empty();
        }
        return Optional.of(frame.body());
    }

    /// No whole frame lies where one should. Where its place is known, it may be what an erasure
    /// left that was cut short, and the next one can still be found.
    private void damaged(Leaf leaf, Wanted wanted, FrameScanner in) {
        plain = false;
        if (in.offset() == wanted.offset() && in.skip(wanted.length())) {
            erasures.damaged(leaf, wanted.type(), file);
        } else {
            lost(leaf.index(), "the " + wanted.name() + " of record %d is missing or damaged");
        }
    }

    /// Looks at what lies behind the last payload. Returns its length if it is what a crash leaves,
    /// which only the last file can have.
    ///
    /// @param records how many whole records the log has
    long finish(long records, boolean last) throws IOException {
        if (scanner == null || !readable || noted.isPresent()) {
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

    /// Notes that this file need not be read again, if it holds exactly what was recorded; or, if
    /// it was passed over for that, checks that the records are the same.
    ///
    /// @param root over the log up to here
    /// @throws VaultNotes.Stale if they are others
    void note(FileHeader segment, long records, byte[] root) throws IOException {
        if (noted.isPresent()) {
            if (noted.get().end() != records || !noted.get().root().equals(Leaf.hex(root))) {
                throw new VaultNotes.Stale();
            }
        } else if (notes.isPresent()
                && plain
                && stamp.isPresent()
                && stamp.equals(FileStamp.of(file))) {
            notes.get().add(segment.first(), records, Leaf.hex(root), stamp.get());
        }
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
        plain = false;
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
