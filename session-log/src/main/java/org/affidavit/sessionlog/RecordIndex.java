package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;

/// Where records lie: the offset of every [#STRIDE]th one, per segment, extended as the log grows.
/// Safe for any thread.
final class RecordIndex {
    private static final int STRIDE = 64;
    private static final long HEADER_BYTES = SegmentFormat.HEADER_BYTES;

    private final LogLayout layout;
    private final TreeMap<Long, Known> segments = new TreeMap<>();
    private long size;

    /// What is known of one segment.
    private static final class Known {
        private long[] offsets = new long[4];
        private long count;
        private long end = HEADER_BYTES;

        void add(Next.Frame frame) {
            if (count % STRIDE == 0) {
                int slot = (int) (count / STRIDE);
                if (slot == offsets.length) {
                    offsets = Arrays.copyOf(offsets, slot * 2);
                }
                offsets[slot] = frame.offset();
            }
            count++;
            end = frame.end();
        }
    }

    /// Where to start reading for a record.
    ///
    /// @param segment first index of its segment
    /// @param offset of a frame at or at most [#STRIDE] before it
    /// @param segmentEnd index after the segment's last record
    record Place(long segment, long offset, long segmentEnd) {}

    RecordIndex(LogLayout layout) {
        this.layout = layout;
    }

    /// Records seen so far.
    synchronized long size() {
        return size;
    }

    /// Looks for new records; returns how many there are in all.
    synchronized long refresh() throws IOException {
        long first = lastSegment();
        while (Files.exists(layout.file(FileKind.SEGMENT, first))) {
            extend(first);
            if (size == first) {
                return size;
            }
            first = size;
        }
        checkNoGap();
        return size;
    }

    /// A listing of a folder that changes can lack a file that is there, so it is not what segments
    /// are found by; but one that lies behind a gap tells that a segment is gone.
    private void checkNoGap() throws IOException {
        List<Long> firsts = layout.list(FileKind.SEGMENT).numbers();
        if (!firsts.isEmpty()
                && firsts.getLast() > size
                && !Files.exists(layout.file(FileKind.SEGMENT, size))) {
            throw altered(size, "is missing or damaged");
        }
    }

    private void extend(long first) throws IOException {
        Path file = layout.file(FileKind.SEGMENT, first);
        Known known = segments.getOrDefault(first, new Known());
        if (known.count == 0) {
            checkVersion(file);
        }
        try (var scanner = FrameScanner.openAt(FileKind.SEGMENT, file, known.end)) {
            // Whatever stops this is, for a reader, the end for now.
            while (scanner.next() instanceof Next.Frame frame) {
                if (frame.index() != size) {
                    throw altered(size, "is followed by record " + frame.index());
                }
                known.add(frame);
                size++;
            }
        }
        if (known.count > 0) {
            segments.put(first, known);
        }
    }

    private void checkVersion(Path file) throws IOException {
        try (var scanner = FrameScanner.open(FileKind.SEGMENT, file)) {
            if (scanner.header() instanceof FileHeader.Reading.Newer newer) {
                throw new LogFailure(
                        file
                                + " has format version "
                                + newer.version()
                                + ", which is newer than this software knows. Update the"
                                + " software.");
            }
        }
    }

    /// What lies behind the last whole record.
    synchronized LogEnding ending() throws IOException {
        long first = Files.exists(layout.file(FileKind.SEGMENT, size)) ? size : lastSegment();
        Path file = layout.file(FileKind.SEGMENT, first);
        if (!Files.exists(file)) {
            return new LogEnding.Whole();
        }
        long from = segments.containsKey(first) ? segments.get(first).end : HEADER_BYTES;
        try (var scanner = FrameScanner.openAt(FileKind.SEGMENT, file, from)) {
            long bytes = scanner.end() - from;
            return switch (scanner.next()) {
                case Next.Bad(_, String what) when scanner.findFrameBehind(size).isPresent() ->
                        new LogEnding.Altered(size, what + ", and whole records follow it");
                case Next.Bad _ -> new LogEnding.CutShort(size, bytes);
                case Next.Frame _, Next.End _ -> new LogEnding.Whole();
            };
        }
    }

    private long lastSegment() {
        return segments.isEmpty() ? 0 : segments.lastKey();
    }

    /// @param index smaller than [#size]
    synchronized Place place(long index) {
        Map.Entry<Long, Known> entry = segments.floorEntry(index);
        if (entry == null) {
            throw new IndexOutOfBoundsException("There is no record " + index);
        }
        Known known = entry.getValue();
        int slot = (int) ((index - entry.getKey()) / STRIDE);
        return new Place(entry.getKey(), known.offsets[slot], entry.getKey() + known.count);
    }

    private LogFailure altered(long index, String what) {
        return LogFailure.alteration(
                String.format(
                        Locale.ROOT,
                        "Record %d of the log %s %s. It was altered; run `affidavit verify` on it.",
                        index,
                        layout.folder(),
                        what));
    }
}
