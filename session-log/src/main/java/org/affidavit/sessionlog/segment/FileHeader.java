package org.affidavit.sessionlog.segment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.affidavit.sessionlog.tree.TreeHash;

/// What a segment or vault file says of itself; the bytes are those of [SegmentFormat].
///
/// @param originHash SHA-256 of the log's origin
/// @param first index of the first record in the file
/// @param previous SHA-256 of the segment before; zero for the first and for vaults
/// @param boot the writer's life that started the file
public record FileHeader(byte[] originHash, long first, byte[] previous, UUID boot) {
    private static final byte[] NOTHING_BEFORE = new byte[TreeHash.BYTES];

    /// What reading a header found.
    public sealed interface Reading {
        /// A whole header of a known version.
        record Good(FileHeader header) implements Reading {}

        /// A header that says it was written by newer software.
        record Newer(int version) implements Reading {}

        /// Fewer bytes than a header, or bytes that are none.
        record Bad(String what) implements Reading {}
    }

    /// Header of a log's file.
    public static FileHeader of(String origin, long first, byte[] previous, UUID boot) {
        return new FileHeader(originHash(origin), first, previous, boot);
    }

    /// The value of `previous` where nothing comes before.
    public static byte[] nothingBefore() {
        return NOTHING_BEFORE.clone();
    }

    /// How a header names an origin.
    public static byte[] originHash(String origin) {
        return TreeHash.sha256().digest(origin.getBytes(UTF_8));
    }

    /// The header as it is written.
    public byte[] bytes(FileKind kind) {
        var out = ByteBuffer.allocate(SegmentFormat.HEADER_BYTES);
        out.put(kind.magic())
                .put((byte) SegmentFormat.VERSION)
                .put((byte) ~SegmentFormat.VERSION)
                .put(originHash)
                .putLong(first)
                .put(previous)
                .putLong(boot.getMostSignificantBits())
                .putLong(boot.getLeastSignificantBits());
        out.putInt(SegmentFormat.crc(out, 0, SegmentFormat.HEADER_CRC_AT));
        return out.array();
    }

    /// Reads a header from the first bytes of a file.
    public static Reading read(FileKind kind, byte[] bytes) {
        if (bytes.length < SegmentFormat.ORIGIN_AT) {
            return new Reading.Bad("the header is cut short");
        }
        if (!Arrays.equals(
                bytes, 0, SegmentFormat.MAGIC_BYTES, kind.magic(), 0, kind.magic().length)) {
            return new Reading.Bad("the file does not begin like one of its kind");
        }
        int version = bytes[SegmentFormat.VERSION_AT] & 0xFF;
        if (version != (~bytes[SegmentFormat.VERSION_AT + 1] & 0xFF)) {
            return new Reading.Bad("the format version is damaged");
        }
        if (version > SegmentFormat.VERSION) {
            return new Reading.Newer(version);
        }
        if (version < SegmentFormat.VERSION || bytes.length < SegmentFormat.HEADER_BYTES) {
            return new Reading.Bad("the header is cut short or of no known version");
        }
        return readFields(ByteBuffer.wrap(bytes));
    }

    private static Reading readFields(ByteBuffer in) {
        int crc = in.getInt(SegmentFormat.HEADER_CRC_AT);
        if (crc != SegmentFormat.crc(in, 0, SegmentFormat.HEADER_CRC_AT)) {
            return new Reading.Bad("the header's checksum does not match");
        }
        byte[] originHash = new byte[TreeHash.BYTES];
        in.get(SegmentFormat.ORIGIN_AT, originHash);
        byte[] previous = new byte[TreeHash.BYTES];
        in.get(SegmentFormat.PREVIOUS_AT, previous);
        var boot =
                new UUID(
                        in.getLong(SegmentFormat.BOOT_AT),
                        in.getLong(SegmentFormat.BOOT_AT + Long.BYTES));
        long first = in.getLong(SegmentFormat.FIRST_AT);
        return new Reading.Good(new FileHeader(originHash, first, previous, boot));
    }
}
