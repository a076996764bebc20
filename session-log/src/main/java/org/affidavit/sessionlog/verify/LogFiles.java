package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// The framed files of a log at one moment.
///
/// @param segments first indexes, ascending
/// @param vaults first indexes, ascending
/// @param bytes length of all together
record LogFiles(List<Long> segments, List<Long> vaults, long bytes) {
    static LogFiles list(LogLayout layout, Findings findings) throws IOException {
        List<Long> vaults = numbers(layout, FileKind.VAULT, findings);
        List<Long> segments = numbers(layout, FileKind.SEGMENT, findings);
        long bytes = 0;
        for (long first : segments) {
            bytes += Files.size(layout.file(FileKind.SEGMENT, first));
        }
        for (long first : vaults) {
            bytes += Files.size(layout.file(FileKind.VAULT, first));
        }
        return new LogFiles(segments, vaults, bytes);
    }

    private static List<Long> numbers(LogLayout layout, FileKind kind, Findings findings)
            throws IOException {
        var listing = layout.list(kind);
        for (String name : listing.foreign()) {
            findings.foreign(
                    kind == FileKind.SEGMENT ? Check.FRAMING : Check.PAYLOADS,
                    layout.directory(kind).getFileName()
                            + " holds "
                            + name
                            + ", which does not belong there");
        }
        return listing.numbers();
    }

    /// A vault file without a segment is what a crash leaves, if it would be the next one. Returns
    /// the bytes of such a file.
    long checkVaults(LogLayout layout, long records, Findings findings) throws IOException {
        long torn = 0;
        for (long first : vaults) {
            if (Files.exists(layout.file(FileKind.SEGMENT, first))) {
                continue;
            }
            if (first == records) {
                torn += Files.size(layout.file(FileKind.VAULT, first));
            } else {
                findings.broken(
                        Check.PAYLOADS,
                        Math.min(first, Math.max(0, records - 1)),
                        "the vault file from record " + first + " on belongs to no segment");
            }
        }
        return torn;
    }
}
