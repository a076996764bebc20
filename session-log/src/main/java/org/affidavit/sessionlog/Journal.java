package org.affidavit.sessionlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.JournalGroup;
import org.affidavit.sessionlog.segment.LogLayout;
import org.jspecify.annotations.Nullable;

/// Makes small groups durable with one forced write, in a file that is as long already: a force
/// that changes no length is the cheapest there is. Segment and vault get them soon afterwards,
/// many at once and in their order, so that of those two a leaf on disk still means a payload on
/// disk.
///
/// Begun anew whenever nothing waits; nothing in it is evidence, and after a clean stop it is gone.
final class Journal implements Closeable {
    private static final int GROWTH_BYTES = 256 << 10;

    private final Disk disk;
    private final Path file;
    private final Path folder;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(JournalGroup.BYTES_MAX + JournalGroup.SLOT_BYTES);

    private @Nullable FileChannel channel;
    private long generation;
    private int position;
    private int length;

    Journal(LogLayout layout, Disk disk) {
        this.disk = disk;
        this.file = layout.journal();
        this.folder = layout.folder();
    }

    /// Puts what an earlier life left into its files, and then forgets it.
    ///
    /// @param signed records under the newest checkpoint: those are in their files
    static void replay(LogLayout layout, Disk disk, long signed) throws IOException {
        if (!Files.exists(layout.journal())) {
            return;
        }
        List<JournalGroup> groups =
                JournalGroup.readAll(layout.journal()).stream()
                        .filter(group -> group.first() >= signed)
                        .toList();
        if (!groups.isEmpty()) {
            JournalGroup first = groups.getFirst();
            var vault = layout.file(FileKind.VAULT, first.segment());
            var segment = layout.file(FileKind.SEGMENT, first.segment());
            checkFits(layout, vault, first.vaultOffset());
            checkFits(layout, segment, first.segmentOffset());
            put(disk, vault, first.vaultOffset(), groups, JournalGroup::payloads);
            put(disk, segment, first.segmentOffset(), groups, JournalGroup::leaves);
        }
        wipe(disk, layout.journal());
    }

    private interface Part {
        ByteBuffer of(JournalGroup group);
    }

    private static void checkFits(LogLayout layout, Path target, long offset) throws IOException {
        if (!Files.exists(target) || Files.size(target) < offset) {
            throw LogScan.altered(
                    layout.folder(),
                    target.getFileName()
                            + " is shorter than it was when the journal's records came behind it");
        }
    }

    private static void put(
            Disk disk, Path target, long offset, List<JournalGroup> groups, Part part)
            throws IOException {
        try (var channel = disk.rewrite(target)) {
            long at = offset;
            for (JournalGroup group : groups) {
                ByteBuffer bytes = part.of(group).duplicate();
                int length = bytes.remaining();
                disk.writeAt(channel, bytes, at);
                at += length;
            }
            disk.force(channel);
        }
    }

    /// Overwrites all that was ever in it. Only while nothing waits.
    void wipe() throws IOException {
        if (Files.exists(file)) {
            wipe(disk, file);
        }
    }

    private static void wipe(Disk disk, Path file) throws IOException {
        try (var channel = disk.rewrite(file)) {
            long length = Math.min(channel.size(), JournalGroup.JOURNAL_BYTES_MAX);
            disk.writeAt(channel, ByteBuffer.allocate((int) length), 0);
            disk.force(channel);
        }
    }

    /// Makes a group durable here, or answers false if it is too long or there is no room for it:
    /// then it belongs into its files at once, with all that waits.
    boolean put(JournalGroup group) throws IOException {
        int bytes = group.payloads().remaining() + group.leaves().remaining();
        int end = position + group.slotBytes();
        if (bytes > JournalGroup.BYTES_MAX || end > JournalGroup.JOURNAL_BYTES_MAX) {
            return false;
        }
        FileChannel journal = open(end);
        buffer.clear();
        group.write(buffer);
        disk.writeAt(journal, buffer.flip(), position);
        disk.force(journal);
        position = end;
        return true;
    }

    /// What the next group has to say of itself.
    long generation() {
        return generation;
    }

    /// All that waited is in its files, durable.
    void restart() {
        position = 0;
        generation++;
    }

    private FileChannel open(int end) throws IOException {
        if (channel == null) {
            if (Files.exists(file)) {
                channel = disk.rewrite(file);
                length = (int) Math.min(channel.size(), JournalGroup.JOURNAL_BYTES_MAX);
            } else {
                channel = disk.create(file);
                disk.forceDirectory(folder);
            }
        }
        if (end > length) {
            int grown = (end + GROWTH_BYTES - 1) / GROWTH_BYTES * GROWTH_BYTES;
            disk.writeAt(channel, ByteBuffer.allocate(grown - length), length);
            length = grown;
        }
        return channel;
    }

    /// Takes the file away. Only while nothing waits.
    void remove() throws IOException {
        close();
        if (Files.exists(file)) {
            disk.delete(file);
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
