package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.tree.TreeHash;

/// One frame of a vault file, as a record commits to it.
///
/// @param type what it was when it was written
/// @param offset where it begins
/// @param length of its body
/// @param sha256 of its body, lower-case hex
record VaultPiece(Path file, long record, FrameType type, long offset, long length, String sha256) {

    /// What lies in the place of a piece.
    enum State {
        /// What was recorded.
        WHOLE,
        /// Zeros, in a frame that says so.
        ERASED,
        /// Neither: what an erasure leaves that was cut short, or an alteration.
        BROKEN
    }

    State state() throws IOException {
        try (var scanner = FrameScanner.openAt(FileKind.VAULT, file, offset)) {
            if (!(scanner.next() instanceof Next.Frame frame)
                    || frame.index() != record
                    || frame.body().length != length) {
                return State.BROKEN;
            }
            if (frame.type() == type.erased() && frame.isBlank()) {
                return State.ERASED;
            }
            return frame.type() == type
                            && Leaf.hex(TreeHash.sha256().digest(frame.body())).equals(sha256)
                    ? State.WHOLE
                    : State.BROKEN;
        }
    }

    /// Overwrites it in place: a frame as long as the one that was there, of zeros.
    void erase(FileChannel channel, Disk disk) throws IOException {
        if (offset < SegmentFormat.HEADER_BYTES
                || length < 1
                || length > FileKind.VAULT.bodyBytesMax()
                || offset + length + SegmentFormat.FRAME_EXTRA_BYTES > channel.size()) {
            throw new IOException(file + " does not have the place of record " + record);
        }
        var frame = ByteBuffer.allocate((int) length + SegmentFormat.FRAME_EXTRA_BYTES);
        SegmentFormat.putFrame(frame, type.erased(), record, new byte[(int) length]);
        channel.position(offset);
        disk.write(channel, frame.flip());
    }
}
