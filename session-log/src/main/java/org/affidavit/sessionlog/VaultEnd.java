package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;

/// Follows where a vault file has to end, by what the records of its segment say that lies in it.
final class VaultEnd {
    private final LogLayout layout;
    private final long first;
    private long offset;

    /// @param first index of the segment's first record
    /// @param offset up to where it is known
    VaultEnd(LogLayout layout, long first, long offset) {
        this.layout = layout;
        this.first = first;
        this.offset = offset;
    }

    long offset() {
        return offset;
    }

    void take(Leaf leaf) throws LogFailure {
        if (leaf.key().isPresent()) {
            take(leaf, leaf.key().get().offset(), leaf.key().get().length());
        }
        if (leaf.payload().isPresent()) {
            take(leaf, leaf.payload().get().offset(), leaf.payload().get().length());
        }
    }

    private void take(Leaf leaf, long at, long length) throws LogFailure {
        if (at != offset || length < 1 || length > FileKind.VAULT.bodyBytesMax()) {
            throw LogScan.altered(
                    layout.folder(),
                    "the payload of record " + leaf.index() + " has no place in the vault");
        }
        offset += length + SegmentFormat.FRAME_EXTRA_BYTES;
    }

    /// Answers what lies behind. Leaf durable implies payload durable, so a file that is too short
    /// was cut.
    ///
    /// @param newest whether it is the file that the writer goes on with
    Optional<LogScan.Tail> check(boolean newest) throws IOException {
        Path file = layout.file(FileKind.VAULT, first);
        long length = Files.exists(file) ? Files.size(file) : 0;
        if (length < offset || (length > offset && !newest)) {
            throw LogScan.altered(
                    layout.folder(),
                    String.format(
                            Locale.ROOT,
                            "the vault file %s has %d bytes where its records say %d",
                            file.getFileName(),
                            length,
                            offset));
        }
        return length > offset ? Optional.of(new LogScan.Tail(file, offset)) : Optional.empty();
    }
}
