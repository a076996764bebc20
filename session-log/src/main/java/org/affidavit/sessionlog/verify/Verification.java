package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.segment.JournalGroup;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.SessionLogVerifier.Progress;

/// One verification of one log: brings the checks together and draws what can only be said at the
/// end.
final class Verification {
    final Findings findings = new Findings();
    final SignedSizes signatures;
    final RecordChecks checks;
    final Cosignatures cosignatures;
    final Timestamps timestamps;
    final TileCheck tiles;
    final SegmentReading reading;

    private final LogLayout layout;
    private final LogFiles files;
    private long tornBesides;

    /// Names in the folder that are no part of the log.
    List<String> strangers = List.of();

    Verification(
            LogLayout layout,
            List<VerifierKey> trusted,
            Outside outside,
            Progress progress,
            int idsKept)
            throws IOException {
        this.layout = layout;
        // Checkpoints first: every record that they cover is on disk by then, and stays.
        this.signatures = new SignedSizes(layout, trusted, findings);
        this.files = LogFiles.list(layout, findings);
        this.checks = new RecordChecks(layout, findings, outside, signatures.succession, idsKept);
        this.timestamps = new Timestamps(layout, outside.authorities(), findings);
        this.cosignatures = new Cosignatures(layout, outside.witnesses(), findings);
        this.tiles = new TileCheck(layout, findings, signatures.newest());
        this.reading =
                new SegmentReading(
                        layout, findings, signatures, checks, tiles, progress, files.bytes());
        if (files.segments().isEmpty() && signatures.none()) {
            throw new NoSuchFileException(
                    layout.folder().toString(), null, "there is no log in this folder");
        }
    }

    long records() {
        return reading.records();
    }

    /// Where the records end that the journal has and their files have not, or zero.
    long journaled() throws IOException {
        List<JournalGroup> groups = JournalGroup.readAll(layout.journal());
        return groups.isEmpty() || groups.getFirst().first() > records()
                ? 0
                : groups.getLast().next();
    }

    /// Bytes that are no part of any whole record.
    long tornBytes() {
        return reading.tornBytes() + tornBesides;
    }

    /// Whether the log's files are other than when this pass began.
    boolean changedSince() throws IOException {
        return !LogFiles.list(layout, new Findings()).equals(files);
    }

    void run() throws IOException {
        try (reading;
                checks) {
            reading.read(files.segments());
            checks.finish();
        }
        boolean whole = reading.whole();
        signatures.finish(records(), whole);
        tiles.finish(whole);
        tiles.judgeBeyond(changedSince());
        checks.erasures.finish(whole);
        if (whole) {
            tornBesides += files.checkVaults(layout, records(), findings);
        } else {
            leaveOpen();
        }
        cosignatures.check();
        timestamps.check();
        strangers = layout.strangers();
        findings.judgeForeign(reading.newerVersion().isPresent());
        tornBesides += checks.setAside.finish(records(), whole);
        checkSigned();
        reading.report(true);
    }

    private void leaveOpen() {
        for (Check check :
                List.of(
                        Check.RECORDS,
                        Check.CONTINUITY,
                        Check.SESSIONS,
                        Check.POPULATION,
                        Check.PAYLOADS)) {
            findings.unknown(check, "read only up to record " + records() + ", see framing");
        }
    }

    private void checkSigned() {
        if (signatures.none() && records() > 1) {
            findings.broken(Check.SIGNATURES, 0, "no checkpoint vouches for the records");
        } else if (signatures.none()) {
            findings.unknown(Check.SIGNATURES, "nothing is signed yet");
            findings.unknown(Check.TREE, "nothing is signed yet");
        }
        if (!signatures.origin().isEmpty()
                && records() > 0
                && !signatures.origin().equals(checks.origin)) {
            findings.broken(Check.SIGNATURES, 0, "the checkpoints are those of another log");
        }
    }

    /// Nothing is left to go on with.
    void forgetNotes() throws IOException {
        if (checks.notes.isPresent()) {
            checks.notes.get().forget();
        }
    }

    Coverage coverage() {
        return checks.coverage(records(), signatures.provenSize());
    }
}
