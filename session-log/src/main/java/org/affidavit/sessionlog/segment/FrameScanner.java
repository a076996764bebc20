package org.affidavit.sessionlog.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one framed file from front to back, up to the length that it had when it was opened: so it
/// can read a file that is still growing. Memory is bounded by the longest frame allowed.
public final class FrameScanner implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;

    private final FileKind kind;
    private final FileChannel channel;
    private final long end;
    private final @Nullable MessageDigest digest;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private long offset;

    /// What comes next in a file.
    public sealed interface Next {
        /// A whole frame whose checksum matches.
        ///
        /// @param offset where it begins
        record Frame(long offset, FrameType type, long index, byte[] body) implements Next {
            /// Where the next one begins.
            public long end() {
                return offset + body.length + SegmentFormat.FRAME_EXTRA_BYTES;
            }

            /// Whether its body is zeros, as that of an erased frame is.
            public boolean isBlank() {
                for (byte each : body) {
                    if (each != 0) {
                        return false;
                    }
                }
                return true;
            }
        }

        /// The file ends here, between frames.
        record End(long offset) implements Next {}

        /// No whole frame begins here, and yet there are bytes.
        record Bad(long offset, String what) implements Next {}
    }

    private FrameScanner(
            FileKind kind, FileChannel channel, long from, @Nullable MessageDigest digest)
            throws IOException {
        this.kind = kind;
        this.channel = channel;
        this.end = channel.size();
        this.offset = from;
        this.digest = digest;
    }

    /// Opens a file at its start.
    ///
    /// @param digest takes every byte that was read as part of the header or of a whole frame
    public static FrameScanner open(FileKind kind, Path file, MessageDigest digest)
            throws IOException {
        return new FrameScanner(kind, PlainFiles.open(file), 0, digest);
    }

    /// Opens a file at its start.
    public static FrameScanner open(FileKind kind, Path file) throws IOException {
        return openAt(kind, file, 0);
    }

    /// Opens a file between two frames.
    public static FrameScanner openAt(FileKind kind, Path file, long offset) throws IOException {
        return new FrameScanner(kind, PlainFiles.open(file), offset, null);
    }

    /// Length of the file when it was opened.
    public long end() {
        return end;
    }

    /// Where reading goes on.
    public long offset() {
        return offset;
    }

    /// Reads the header; call first, on a scanner at the file's start.
    public FileHeader.Reading header() throws IOException {
        int length = (int) Math.min(SegmentFormat.HEADER_BYTES, end);
        fill(length);
        byte[] bytes = new byte[length];
        buffer.get(buffer.position(), bytes);
        var reading = FileHeader.read(kind, bytes);
        if (reading instanceof FileHeader.Reading.Good) {
            consume(length);
        }
        return reading;
    }

    /// Goes past bytes that are known, so that only the digest takes them.
    ///
    /// @throws IOException if the file has fewer
    public void pass(long bytes) throws IOException {
        if (bytes > end - offset) {
            throw new IOException("The file is shorter than it was");
        }
        for (long left = bytes; left > 0; ) {
            int length = (int) Math.min(BUFFER_BYTES, left);
            fill(length);
            consume(length);
            left -= length;
        }
    }

    /// Reads the next frame. After a [Next.Bad] the same answer comes again.
    public Next next() throws IOException {
        long left = end - offset;
        if (left <= 0) {
            return new Next.End(offset);
        }
        if (left < SegmentFormat.FRAME_EXTRA_BYTES) {
            return new Next.Bad(offset, "a frame is cut short");
        }
        fill(SegmentFormat.FRAME_HEAD_BYTES);
        int at = buffer.position();
        int length = buffer.getInt(at);
        Optional<String> problem = headProblem(buffer, at, left);
        if (problem.isPresent()) {
            return new Next.Bad(offset, problem.get());
        }
        int whole = length + SegmentFormat.FRAME_EXTRA_BYTES;
        fill(whole);
        at = buffer.position();
        int crcAt = at + SegmentFormat.FRAME_HEAD_BYTES + length;
        if (buffer.getInt(crcAt) != SegmentFormat.crc(buffer, at, crcAt)) {
            return new Next.Bad(offset, "a frame's checksum does not match");
        }
        byte[] body = new byte[length];
        buffer.get(at + SegmentFormat.FRAME_HEAD_BYTES, body);
        FrameType type = kind.frameType(buffer.get(at + 4)).orElseThrow();
        var frame = new Next.Frame(offset, type, buffer.getLong(at + 8), body);
        consume(whole);
        return frame;
    }

    /// Goes on behind bytes that are no whole frame, where it is known how long the frame was.
    /// False if the file is shorter.
    ///
    /// @param body length of the frame's body
    public boolean skip(long body) {
        long whole = body + SegmentFormat.FRAME_EXTRA_BYTES;
        if (body < 0 || whole > end - offset) {
            return false;
        }
        int buffered = (int) Math.min(whole, buffer.remaining());
        buffer.position(buffer.position() + buffered);
        offset += whole;
        return true;
    }

    /// Looks for a whole frame anywhere behind the place where reading stopped: the sign that what
    /// stopped it is not the end of an unfinished write. Ends the scan.
    ///
    /// @param indexMin smallest index that such a frame can have
    public Optional<Next.Frame> findFrameBehind(long indexMin) throws IOException {
        for (offset++; end - offset >= SegmentFormat.FRAME_EXTRA_BYTES; offset++) {
            buffer.position(Math.min(buffer.limit(), buffer.position() + 1));
            fill(SegmentFormat.FRAME_HEAD_BYTES);
            int at = buffer.position();
            if (headProblem(buffer, at, end - offset).isEmpty()
                    && buffer.getLong(at + 8) >= indexMin
                    && next() instanceof Next.Frame frame) {
                return Optional.of(frame);
            }
        }
        return Optional.empty();
    }

    private Optional<String> headProblem(ByteBuffer in, int at, long left) {
        int length = in.getInt(at);
        if (length < 0 || length > kind.bodyBytesMax()) {
            return Optional.of("a frame's length is out of bounds");
        }
        if (kind.frameType(in.get(at + 4)).isEmpty() || (in.getInt(at + 4) & 0xFF_FFFF) != 0) {
            return Optional.of("a frame is of no known type");
        }
        if (length + (long) SegmentFormat.FRAME_EXTRA_BYTES > left) {
            return Optional.of("a frame is cut short");
        }
        return Optional.empty();
    }

    private void consume(int length) {
        if (digest != null) {
            digest.update(buffer.duplicate().limit(buffer.position() + length));
        }
        buffer.position(buffer.position() + length);
        offset += length;
    }

    /// Makes that many bytes from the current place on available in the buffer.
    private void fill(int length) throws IOException {
        if (buffer.remaining() >= length) {
            return;
        }
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocate(length).put(buffer).flip();
        }
        buffer.compact();
        while (buffer.position() < length) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("The file became shorter while it was read");
            }
        }
        buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
