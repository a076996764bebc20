package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.anchor.Timestamp;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.PlainFiles;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.jspecify.annotations.Nullable;

/// The check TIMESTAMPS: which checkpoints existed by when, as authorities say that the caller
/// believes.
final class Timestamps {
    private final LogLayout layout;
    private final List<X509Certificate> authorities;
    private final Findings findings;
    private long genuine;
    private long newestSize;
    private @Nullable Instant first;
    private @Nullable Instant last;

    Timestamps(LogLayout layout, List<X509Certificate> authorities, Findings findings) {
        this.layout = layout;
        this.authorities = authorities;
        this.findings = findings;
    }

    /// Checks all stamps, unless no authority is believed: then nobody could check them.
    void check() throws IOException {
        if (authorities.isEmpty()) {
            return;
        }
        for (long size : layout.listTimestamps().numbers()) {
            check(size);
        }
        if (genuine == 0) {
            findings.unknown(Check.TIMESTAMPS, "no checkpoint has a time stamp");
        }
    }

    private void check(long size) throws IOException {
        if (!Files.exists(layout.checkpoint(size))) {
            broken(size, "the checkpoint is gone");
            return;
        }
        try {
            byte[] note = PlainFiles.read(layout.checkpoint(size), SignedNote.BYTES_MAX);
            byte[] answer = PlainFiles.read(layout.timestamp(size), Timestamp.BYTES_MAX);
            Instant at = Timestamp.check(answer, note, authorities);
            genuine++;
            newestSize = size;
            first = first == null ? at : first;
            last = at;
        } catch (Timestamp.NotGenuine e) {
            broken(size, String.valueOf(e.getMessage()));
        }
    }

    private void broken(long size, String why) {
        findings.broken(
                Check.TIMESTAMPS,
                Findings.NO_RECORD,
                "the time stamp of checkpoint " + size + " does not count: " + why);
    }

    /// What to say if it holds; empty if the check was not made.
    Optional<String> words() {
        if (authorities.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Counts.of(genuine, "checkpoint")
                        + " stamped from "
                        + first
                        + " to "
                        + last
                        + "; by then the first "
                        + Counts.of(newestSize, "record")
                        + " existed");
    }
}
