package org.affidavit.sessionlog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tree.TreeHash;

/// Sets the unfinished ends of a log's files aside. They move into one file, named by the index of
/// the record that will tell of them, before anything is cut: a crash at any step loses nothing and
/// the next opening goes on.
final class Recovery {
    private final LogLayout layout;
    private final Disk disk;

    /// What was set aside.
    ///
    /// @param sha256 lower-case hex; empty if nothing was
    record Torn(long bytes, String sha256) {
        static final Torn NOTHING = new Torn(0, "");
    }

    Recovery(LogLayout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    Torn setAside(LogScan scan) throws IOException {
        // Record 0 is always the one that creates the log.
        Path torn = layout.torn(Math.max(1, scan.records.tree.size()));
        if (scan.tails.isEmpty() && !Files.exists(torn)) {
            return Torn.NOTHING;
        }
        Torn found = isEmpty(scan, torn) ? Torn.NOTHING : gather(scan, torn);
        for (LogScan.Tail tail : scan.tails) {
            cut(tail);
        }
        return found;
    }

    /// A file can have been named and nothing have reached it. There is nothing to keep of that,
    /// and nothing to say.
    private static boolean isEmpty(LogScan scan, Path torn) throws IOException {
        long bytes = 0;
        for (LogScan.Tail tail : scan.tails) {
            bytes += Files.size(tail.file()) - tail.keep();
        }
        return bytes == 0 && !Files.exists(torn);
    }

    private Torn gather(LogScan scan, Path torn) throws IOException {
        Files.deleteIfExists(layout.draft());
        var digest = TreeHash.sha256();
        long bytes;
        try (var channel = disk.create(layout.draft());
                var out = new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
            if (Files.exists(torn)) {
                copy(torn, 0, out);
            }
            for (LogScan.Tail tail : scan.tails) {
                copy(tail.file(), tail.keep(), out);
            }
            bytes = channel.position();
            disk.force(channel);
        }
        disk.rename(layout.draft(), torn);
        disk.forceDirectory(layout.torn());
        return new Torn(bytes, Leaf.hex(digest.digest()));
    }

    private static void copy(Path file, long from, OutputStream out) throws IOException {
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            in.transferTo(out);
        }
    }

    private void cut(LogScan.Tail tail) throws IOException {
        if (tail.keep() == 0) {
            disk.delete(tail.file());
            disk.forceDirectory(layout.segments());
            disk.forceDirectory(layout.vault());
            return;
        }
        try (var channel = disk.reopen(tail.file())) {
            channel.truncate(tail.keep());
            disk.force(channel);
        }
    }
}
