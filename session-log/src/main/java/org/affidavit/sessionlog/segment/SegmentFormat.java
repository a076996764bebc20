package org.affidavit.sessionlog.segment;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32C;

/// The bytes of segment and vault files. Both have one header followed by frames, without gaps and
/// with nothing behind them; all numbers are big endian.
///
/// ```
/// file    = header *frame
/// header  = magic(6) version(1) ~version(1)
///           origin(32)      SHA-256 of the log's origin in UTF-8
///           first(8)        index of the first record here
///           previous(32)    SHA-256 of the whole segment file before; zero for the first and in
///                           vault files
///           boot(16)        id of the writer's life that started the file
///           crc(4)          CRC-32C of everything before it
/// frame   = length(4) type(1) flags(1)=0 reserved(2)=0 index(8) body(length)
///           crc(4)          CRC-32C of everything before it in the frame
/// ```
///
/// The magic is `AFFLOG` for segments and `AFFVLT` for vaults. The version stands twice, the second
/// time inverted, so that a damaged version is told apart from a newer one. The checksums find torn
/// and rotten bytes; only the tree finds tampering. A segment is sealed by its successor, whose
/// header commits to every byte of it.
///
/// Written by [FileHeader#bytes] and [#putFrame]; read by [FileHeader#read] and [FrameScanner].
public final class SegmentFormat {
    /// The version written and the newest one read.
    public static final int VERSION = 1;

    static final int MAGIC_BYTES = 6;
    static final int VERSION_AT = MAGIC_BYTES;
    static final int ORIGIN_AT = VERSION_AT + 2;
    static final int FIRST_AT = ORIGIN_AT + 32;
    static final int PREVIOUS_AT = FIRST_AT + 8;
    static final int BOOT_AT = PREVIOUS_AT + 32;
    static final int HEADER_CRC_AT = BOOT_AT + 16;

    /// Length of a file's header, in bytes.
    public static final int HEADER_BYTES = HEADER_CRC_AT + 4;

    static final int FRAME_HEAD_BYTES = 4 + 1 + 1 + 2 + 8;

    /// What a frame adds to its body, in bytes.
    public static final int FRAME_EXTRA_BYTES = FRAME_HEAD_BYTES + 4;

    private SegmentFormat() {}

    /// Writes one frame.
    ///
    /// @param out has at least `body.length + FRAME_EXTRA_BYTES` bytes left
    public static void putFrame(ByteBuffer out, FrameType type, long index, byte[] body) {
        FileKind kind = type.kind();
        if (body.length > kind.bodyBytesMax()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "A frame of %d bytes, at most %d",
                            body.length,
                            kind.bodyBytesMax()));
        }
        int start = out.position();
        out.putInt(body.length)
                .put(type.code())
                .put((byte) 0)
                .putShort((short) 0)
                .putLong(index)
                .put(body);
        out.putInt(crc(out, start, out.position()));
    }

    /// CRC-32C of a part of a buffer.
    static int crc(ByteBuffer bytes, int from, int to) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }
}
