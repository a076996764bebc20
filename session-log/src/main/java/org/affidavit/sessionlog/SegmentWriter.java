package org.affidavit.sessionlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.UUID;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.JournalGroup;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/// The segment and the vault file that the next records go into. A small group is made durable in
/// the [Journal] and waits here; what waits is written together, vault first. New files are
/// started, both at once, when one is full. A segment is begun only together with its first record.
final class SegmentWriter implements Closeable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int BUFFER_KEPT_BYTES = 8 << 20;

    private final LogLayout layout;
    private final Disk disk;
    private final SessionLog.Options options;
    private final UUID boot;
    private final Journal journal;

    private @Nullable Files files;
    private boolean rolls;
    private long groupFirst;
    private int groupRecords;
    private int groupLeaves;
    private int groupPayloads;
    private ByteBuffer leaves = ByteBuffer.allocate(BUFFER_BYTES);
    private ByteBuffer payloads = ByteBuffer.allocate(BUFFER_BYTES);

    /// The pair of files being written.
    private static final class Files {
        private final long first;
        private final FileChannel segment;
        private final FileChannel vault;
        private final MessageDigest digest;
        private long segmentLength;
        private long vaultLength;

        Files(long first, FileChannel segment, FileChannel vault, MessageDigest digest) {
            this.first = first;
            this.segment = segment;
            this.vault = vault;
            this.digest = digest;
        }
    }

    SegmentWriter(LogLayout layout, Disk disk, SessionLog.Options options, UUID boot) {
        this.layout = layout;
        this.disk = disk;
        this.options = options;
        this.boot = boot;
        this.journal = new Journal(layout, disk);
    }

    /// Goes on with files that an earlier life left.
    void resume(LogScan.OpenFiles found) throws IOException {
        FileChannel segment = disk.reopen(layout.file(FileKind.SEGMENT, found.first()));
        FileChannel vault = disk.reopen(layout.file(FileKind.VAULT, found.first()));
        var resumed = new Files(found.first(), segment, vault, found.digest());
        resumed.segmentLength = found.segmentLength();
        resumed.vaultLength = found.vaultLength();
        files = resumed;
    }

    /// Starts a group.
    ///
    /// @param index of the first record that it can hold
    void begin(long index) throws IOException {
        boolean full = isFull();
        if (full) {
            settle();
        }
        rolls = full;
        groupFirst = index;
        groupRecords = 0;
        groupLeaves = leaves.position();
        groupPayloads = payloads.position();
    }

    private boolean isFull() {
        return files == null
                || Math.max(
                                files.segmentLength + leaves.position(),
                                files.vaultLength + payloads.position())
                        >= options.segmentBytesMax();
    }

    /// Where the files end that are being written.
    ///
    /// @throws IllegalStateException before the first record, or while some wait
    Bookmark.Place place() {
        if (files == null || leaves.position() > 0) {
            throw new IllegalStateException("There is no record yet, or not all are written");
        }
        return new Bookmark.Place(
                files.first,
                files.segmentLength,
                Leaf.hex(LogScan.digest(files.digest)),
                files.vaultLength);
    }

    /// Where the next frame of the vault will begin.
    long vaultOffset() {
        long base = rolls || files == null ? SegmentFormat.HEADER_BYTES : files.vaultLength;
        return base + payloads.position();
    }

    /// Adds a record to the group, its key first in the vault and its payload behind that.
    void put(long index, byte[] leaf, byte[] key, byte[] payload) {
        putPayload(FrameType.KEY, index, key);
        putPayload(FrameType.PAYLOAD, index, payload);
        leaves = grown(leaves, leaf.length + SegmentFormat.FRAME_EXTRA_BYTES);
        SegmentFormat.putFrame(leaves, FrameType.LEAF, index, leaf);
        groupRecords++;
    }

    private void putPayload(FrameType type, long index, byte[] body) {
        if (body.length > 0) {
            payloads = grown(payloads, body.length + SegmentFormat.FRAME_EXTRA_BYTES);
            SegmentFormat.putFrame(payloads, type, index, body);
        }
    }

    /// Makes the group durable.
    ///
    /// @param mayWait false to write it into its files at once
    void commit(boolean mayWait) throws IOException {
        if (groupRecords == 0) {
            return;
        }
        boolean waits = mayWait && !rolls;
        if (waits) {
            checkAlone(Objects.requireNonNull(files));
        }
        if (!waits || !journal.put(group())) {
            settle();
        }
    }

    private JournalGroup group() {
        Files into = Objects.requireNonNull(files);
        return new JournalGroup(
                boot,
                journal.generation(),
                groupFirst,
                groupRecords,
                into.first,
                into.segmentLength + groupLeaves,
                into.vaultLength + groupPayloads,
                since(payloads, groupPayloads),
                since(leaves, groupLeaves));
    }

    private static ByteBuffer since(ByteBuffer frames, int start) {
        return frames.slice(start, frames.position() - start);
    }

    /// Writes what waits, durable: first every payload, then every leaf.
    void settle() throws IOException {
        if (leaves.position() == 0) {
            return;
        }
        leaves.flip();
        payloads.flip();
        if (rolls || files == null) {
            roll();
        } else {
            append(files);
        }
        rolls = false;
        leaves = emptied(leaves);
        payloads = emptied(payloads);
        journal.restart();
    }

    /// Overwrites what the journal still has of records that are in their files.
    void wipeJournal() throws IOException {
        settle();
        journal.wipe();
    }

    /// Nothing waits, and nothing more comes.
    void removeJournal() throws IOException {
        journal.remove();
    }

    private static void checkAlone(Files into) throws IOException {
        if (into.segment.size() != into.segmentLength || into.vault.size() != into.vaultLength) {
            throw new IOException("somebody else writes to the newest segment or its vault");
        }
    }

    private void append(Files into) throws IOException {
        checkAlone(into);
        into.digest.update(leaves.duplicate());
        into.vaultLength += write(into.vault, payloads);
        into.segmentLength += write(into.segment, leaves);
    }

    /// The new segment commits to every byte of the one before. Names are made durable before the
    /// group counts as durable.
    private void roll() throws IOException {
        byte[] previous = files == null ? FileHeader.nothingBefore() : files.digest.digest();
        closeFiles();
        var vault = disk.create(layout.file(FileKind.VAULT, groupFirst));
        var vaultHeader =
                FileHeader.of(options.origin(), groupFirst, FileHeader.nothingBefore(), boot);
        long vaultLength = write(vault, joined(vaultHeader.bytes(FileKind.VAULT), payloads));
        disk.forceDirectory(layout.vault());

        var segment = disk.create(layout.file(FileKind.SEGMENT, groupFirst));
        var header = FileHeader.of(options.origin(), groupFirst, previous, boot);
        ByteBuffer bytes = joined(header.bytes(FileKind.SEGMENT), leaves);
        var rolled = new Files(groupFirst, segment, vault, TreeHash.sha256());
        rolled.digest.update(bytes.duplicate());
        rolled.vaultLength = vaultLength;
        rolled.segmentLength = write(segment, bytes);
        disk.forceDirectory(layout.segments());
        files = rolled;
    }

    private long write(FileChannel channel, ByteBuffer bytes) throws IOException {
        long length = bytes.remaining();
        if (length > 0) {
            disk.write(channel, bytes);
            disk.force(channel);
        }
        return length;
    }

    private static ByteBuffer joined(byte[] header, ByteBuffer frames) {
        return ByteBuffer.allocate(header.length + frames.remaining())
                .put(header)
                .put(frames)
                .flip();
    }

    private static ByteBuffer emptied(ByteBuffer buffer) {
        return buffer.capacity() > BUFFER_KEPT_BYTES
                ? ByteBuffer.allocate(BUFFER_BYTES)
                : buffer.clear();
    }

    private static ByteBuffer grown(ByteBuffer buffer, int more) {
        if (buffer.remaining() >= more) {
            return buffer;
        }
        int capacity = Math.max(buffer.capacity() * 2, buffer.position() + more);
        return ByteBuffer.allocate(capacity).put(buffer.flip());
    }

    private void closeFiles() throws IOException {
        if (files != null) {
            files.segment.close();
            files.vault.close();
            files = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeFiles();
        journal.close();
    }
}
