package org.affidavit.sessionlog.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Records that were made durable together and are not in their files yet: what the journal holds.
///
/// ```
/// journal = *slot             each begins at a multiple of 4096
/// slot    = magic(8)          AFFJRNL and the version
///           boot(16)          id of the writer's life
///           generation(8)     how often this life began the journal anew
///           first(8)          index of the first record
///           records(4)
///           segment(8)        number of the segment and of the vault file that they belong in
///           segmentOffset(8)  where in it the leaves go
///           vaultOffset(8)    where in it the keys and payloads go
///           payloadBytes(4) leafBytes(4)
///           payloads(payloadBytes) leaves(leafBytes)     frames, as in their files
///           crc(4)            CRC-32C of everything before it in the slot
/// ```
///
/// Groups follow each other without a gap, in records as in offsets, and are of one generation; the
/// first that does not ends the journal, whatever lies behind it. All numbers are big endian.
///
/// @param payloads from position to limit
/// @param leaves from position to limit
public record JournalGroup(
        UUID boot,
        long generation,
        long first,
        int records,
        long segment,
        long segmentOffset,
        long vaultOffset,
        ByteBuffer payloads,
        ByteBuffer leaves) {
    /// What slots begin at a multiple of: a sector is never written for two groups.
    public static final int SLOT_BYTES = 4_096;

    /// No journal is longer.
    public static final int JOURNAL_BYTES_MAX = 4 << 20;

    /// No group in a journal has longer payloads and leaves together.
    public static final int BYTES_MAX = 256 << 10;

    private static final long MAGIC = 0x4146_464a_524e_4c01L;
    private static final int HEAD_BYTES = 8 + 16 + 8 + 8 + 4 + 8 + 8 + 8 + 4 + 4;
    private static final int CRC_BYTES = 4;

    /// Its length in a journal, up to where the next one begins, in bytes.
    public int slotBytes() {
        int bytes = HEAD_BYTES + payloads.remaining() + leaves.remaining() + CRC_BYTES;
        return (bytes + SLOT_BYTES - 1) / SLOT_BYTES * SLOT_BYTES;
    }

    /// The first record behind it.
    public long next() {
        return first + records;
    }

    /// @param out has room for [#slotBytes]
    public void write(ByteBuffer out) {
        int start = out.position();
        out.putLong(MAGIC)
                .putLong(boot.getMostSignificantBits())
                .putLong(boot.getLeastSignificantBits())
                .putLong(generation)
                .putLong(first)
                .putInt(records)
                .putLong(segment)
                .putLong(segmentOffset)
                .putLong(vaultOffset)
                .putInt(payloads.remaining())
                .putInt(leaves.remaining())
                .put(payloads.duplicate())
                .put(leaves.duplicate());
        out.putInt(SegmentFormat.crc(out, start, out.position()));
    }

    /// The groups that a journal holds, in their order; none if there is no such file.
    public static List<JournalGroup> readAll(Path journal) throws IOException {
        var groups = new ArrayList<JournalGroup>();
        if (!Files.exists(journal)) {
            return groups;
        }
        try (var channel = FileChannel.open(journal, StandardOpenOption.READ)) {
            long offset = 0;
            Optional<JournalGroup> next = read(channel, offset);
            while (next.isPresent()
                    && offset < JOURNAL_BYTES_MAX
                    && (groups.isEmpty() || next.get().follows(groups.getLast()))) {
                groups.add(next.get());
                offset += next.get().slotBytes();
                next = read(channel, offset);
            }
        }
        return groups;
    }

    private boolean follows(JournalGroup before) {
        return boot.equals(before.boot)
                && generation == before.generation
                && first == before.next()
                && segment == before.segment
                && segmentOffset == before.segmentOffset + before.leaves.remaining()
                && vaultOffset == before.vaultOffset + before.payloads.remaining();
    }

    private static Optional<JournalGroup> read(FileChannel channel, long offset)
            throws IOException {
        ByteBuffer head = bytes(channel, offset, HEAD_BYTES);
        if (head.remaining() < HEAD_BYTES || head.getLong() != MAGIC) {
            return Optional.empty();
        }
        var boot = new UUID(head.getLong(), head.getLong());
        long generation = head.getLong();
        long first = head.getLong();
        int records = head.getInt();
        long segment = head.getLong();
        long segmentOffset = head.getLong();
        long vaultOffset = head.getLong();
        int payloadBytes = head.getInt();
        int leafBytes = head.getInt();
        if (payloadBytes < 0
                || leafBytes <= 0
                || records <= 0
                || (long) payloadBytes + leafBytes > BYTES_MAX
                || Math.min(segmentOffset, vaultOffset) < SegmentFormat.HEADER_BYTES
                || segment < 0
                || first < segment) {
            return Optional.empty();
        }
        int length = HEAD_BYTES + payloadBytes + leafBytes + CRC_BYTES;
        ByteBuffer slot = bytes(channel, offset, length);
        if (slot.remaining() < length
                || slot.getInt(length - CRC_BYTES)
                        != SegmentFormat.crc(slot, 0, length - CRC_BYTES)) {
            return Optional.empty();
        }
        return Optional.of(
                new JournalGroup(
                        boot,
                        generation,
                        first,
                        records,
                        segment,
                        segmentOffset,
                        vaultOffset,
                        slot.slice(HEAD_BYTES, payloadBytes),
                        slot.slice(HEAD_BYTES + payloadBytes, leafBytes)));
    }

    private static ByteBuffer bytes(FileChannel channel, long offset, int length)
            throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                break;
            }
        }
        return bytes.flip();
    }
}
