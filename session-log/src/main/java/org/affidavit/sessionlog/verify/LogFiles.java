package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// The framed files of a log at one moment.
///
/// @param segments first indexes, ascending
/// @param vaults first indexes, ascending
/// @param strayVaultBytes lengths of the vault files that have no segment, in the order of `vaults`
/// @param bytes length of all together
record LogFiles(List<Long> segments, List<Long> vaults, List<Long> strayVaultBytes, long bytes) {
    static LogFiles list(LogLayout layout, Findings findings) throws IOException {
        // Vaults first: a file that is there by now has its segment there by the next listing,
        // unless a crash came between.
        List<Long> vaults = numbers(layout, FileKind.VAULT, findings);
        List<Long> segments = numbers(layout, FileKind.SEGMENT, findings);
        var stray = new ArrayList<Long>();
        long bytes = 0;
        for (long first : segments) {
            bytes += Files.size(layout.file(FileKind.SEGMENT, first));
        }
        for (long first : vaults) {
            long length = Files.size(layout.file(FileKind.VAULT, first));
            bytes += length;
            if (!segments.contains(first)) {
                stray.add(length);
            }
        }
        return new LogFiles(segments, vaults, List.copyOf(stray), bytes);
    }

    private static List<Long> numbers(LogLayout layout, FileKind kind, Findings findings)
            throws IOException {
        var listing = layout.list(kind);
        for (String name : listing.foreign()) {
            findings.broken(
                    kind == FileKind.SEGMENT ? Check.FRAMING : Check.PAYLOADS,
                    Findings.NO_RECORD,
                    layout.directory(kind).getFileName()
                            + " holds "
                            + name
                            + ", which does not belong there");
        }
        return listing.numbers();
    }

    /// A vault file without a segment is what a crash leaves, if it would be the next one. Returns
    /// the bytes of such a file.
    long checkVaults(long records, Findings findings) {
        long torn = 0;
        int stray = 0;
        for (long first : vaults) {
            if (segments.contains(first)) {
                continue;
            }
            if (first == records) {
                torn += strayVaultBytes.get(stray);
            } else {
                findings.broken(
                        Check.PAYLOADS,
                        Math.min(first, Math.max(0, records - 1)),
                        "the vault file from record " + first + " on belongs to no segment");
            }
            stray++;
        }
        return torn;
    }
}
