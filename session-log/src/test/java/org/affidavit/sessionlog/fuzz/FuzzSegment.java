package org.affidavit.sessionlog.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.affidavit.sessionlog.segment.FileHeader;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.segment.FrameType;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.verify.SessionLogVerifier;

/// A segment is read up to its end or to what is no frame, and a log of any segment has a verdict.
/// The first byte says whether the rest is a file or what its one whole frame holds: no search
/// finds checksums.
public final class FuzzSegment {
    private static final LogLayout LAYOUT = layout();

    private FuzzSegment() {}

    private static LogLayout layout() {
        try {
            var layout = new LogLayout(Files.createTempDirectory("fuzz-log-"));
            Files.createDirectories(layout.segments());
            Files.createDirectories(layout.vault());
            return layout;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
        byte[] content = bytes[0] == 0 ? rest : framed(rest);
        Path file = LAYOUT.file(FileKind.SEGMENT, 0);
        Files.write(file, content);
        scan(file, content.length);
        new SessionLogVerifier(List.of(), Duration.ZERO).verify(LAYOUT.folder(), (_, _, _) -> true);
    }

    private static byte[] framed(byte[] body) {
        var header = FileHeader.of("fuzz.example", 0, FileHeader.nothingBefore(), new UUID(0, 0));
        var out =
                ByteBuffer.allocate(
                        SegmentFormat.HEADER_BYTES + body.length + SegmentFormat.FRAME_EXTRA_BYTES);
        out.put(header.bytes(FileKind.SEGMENT));
        SegmentFormat.putFrame(out, FrameType.LEAF, 0, body);
        return out.array();
    }

    private static void scan(Path file, int length) throws IOException {
        try (var scanner = FrameScanner.open(FileKind.SEGMENT, file)) {
            if (!(scanner.header() instanceof FileHeader.Reading.Good)) {
                return;
            }
            long before = scanner.offset();
            while (scanner.next() instanceof Next.Frame frame) {
                if (frame.end() != scanner.offset() || frame.end() <= before) {
                    throw new AssertionError("a frame does not end where reading goes on");
                }
                before = frame.end();
            }
            if (scanner.offset() > length) {
                throw new AssertionError("more was read than there is");
            }
            scanner.findFrameBehind(0);
        }
    }
}
