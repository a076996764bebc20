package org.affidavit.sessionlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.UUID;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.tree.TreeHash;
import org.jspecify.annotations.Nullable;

/// The segment and the vault file that the next records go into. Gathers the frames of a group and
/// writes them vault first; starts new files, both at once, when one is full. A segment is begun
/// only together with its first record.
final class SegmentWriter implements Closeable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int BUFFER_KEPT_BYTES = 8 << 20;

    private final LogLayout layout;
    private final Disk disk;
    private final SessionLog.Options options;
    private final UUID boot;

    private @Nullable Files files;
    private boolean rolls;
    private long groupFirst;
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
    void begin(long index) {
        leaves = emptied(leaves);
        payloads = emptied(payloads);
        groupFirst = index;
        rolls =
                files == null
                        || Math.max(files.segmentLength, files.vaultLength)
                                >= options.segmentBytesMax();
    }

    /// Where the files end that are being written.
    ///
    /// @throws IllegalStateException before the first record
    Bookmark.Place place() {
        if (files == null) {
            throw new IllegalStateException("There is no record yet");
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
    void put(long index, byte[] leaf, Entry entry) {
        putPayload(FrameType.KEY, index, entry.key());
        putPayload(FrameType.PAYLOAD, index, entry.payload().bytes());
        leaves = grown(leaves, leaf.length + SegmentFormat.FRAME_EXTRA_BYTES);
        SegmentFormat.putFrame(leaves, FrameType.LEAF, index, leaf);
    }

    private void putPayload(FrameType type, long index, byte[] body) {
        if (body.length > 0) {
            payloads = grown(payloads, body.length + SegmentFormat.FRAME_EXTRA_BYTES);
            SegmentFormat.putFrame(payloads, type, index, body);
        }
    }

    /// Makes the group durable: first every payload, then every leaf.
    void commit() throws IOException {
        leaves.flip();
        payloads.flip();
        if (!leaves.hasRemaining()) {
            return;
        }
        if (rolls || files == null) {
            roll();
            return;
        }
        if (files.segment.size() != files.segmentLength
                || files.vault.size() != files.vaultLength) {
            throw new IOException("somebody else writes to the newest segment or its vault");
        }
        files.digest.update(leaves.duplicate());
        files.vaultLength += write(files.vault, payloads);
        files.segmentLength += write(files.segment, leaves);
    }

    /// The new segment commits to every byte of the one before. Names are made durable before the
    /// group counts as durable.
    private void roll() throws IOException {
        byte[] previous = files == null ? FileHeader.nothingBefore() : files.digest.digest();
        close();
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

    @Override
    public void close() throws IOException {
        if (files != null) {
            files.segment.close();
            files.vault.close();
            files = null;
        }
    }
}
