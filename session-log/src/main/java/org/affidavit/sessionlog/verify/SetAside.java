package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Set;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// Part of FRAMING: bytes that a recovery set aside are still what its record says.
final class SetAside {
    private static final int BUFFER_BYTES = 64 << 10;

    private final LogLayout layout;
    private final Findings findings;
    private final Set<Long> files;

    SetAside(LogLayout layout, Findings findings) throws IOException {
        this.layout = layout;
        this.findings = findings;
        var listing = layout.listTorn();
        this.files = new HashSet<>(listing.numbers());
        for (String name : listing.foreign()) {
            findings.foreign(Check.FRAMING, "torn holds " + name + ", which does not belong there");
        }
    }

    /// A record says that bytes were set aside.
    void expect(long record, LogRecovered recovered) throws IOException {
        files.remove(record);
        if (recovered.tornBytes() == 0) {
            return;
        }
        Path file = layout.torn(record);
        if (!Files.isRegularFile(file)
                || Files.size(file) != recovered.tornBytes()
                || !sha256(file).equals(recovered.tornSha256())) {
            findings.broken(
                    Check.FRAMING,
                    record,
                    "the bytes that record " + record + " set aside are missing or changed");
        }
    }

    /// A file that no record tells of is what a crash during recovery leaves, if the next record
    /// would tell of it. Returns the bytes of such a file.
    ///
    /// @param whole whether every record was read; otherwise one that was not may tell of it
    long finish(long records, boolean whole) throws IOException {
        long torn = 0;
        for (long index : files) {
            if (!whole && index >= records) {
                continue;
            }
            if (index == Math.max(1, records)) {
                torn += Files.size(layout.torn(index));
            } else {
                findings.broken(
                        Check.FRAMING,
                        Findings.NO_RECORD,
                        "no record tells of the bytes set aside under " + index);
            }
        }
        return torn;
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = TreeHash.sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (var in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Leaf.hex(digest.digest());
    }
}
