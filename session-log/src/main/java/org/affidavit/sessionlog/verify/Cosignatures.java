package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.anchor.CosignatureFiles;
import org.affidavit.sessionlog.anchor.Cosigner;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.PlainFiles;
import org.affidavit.sessionlog.verify.CheckResult.Check;

/// The check WITNESSES: which of the witnesses that the caller believes cosigned the log, and up to
/// which record. That the checkpoints themselves are those of the log is for others to check.
final class Cosignatures {
    private final LogLayout layout;
    private final List<Cosigner> witnesses;
    private final Findings findings;
    private final Map<Cosigner, Newest> newest = new LinkedHashMap<>();

    /// The newest checkpoint that a witness cosigned.
    private record Newest(long size, Instant at) {}

    Cosignatures(LogLayout layout, List<Cosigner> witnesses, Findings findings) {
        this.layout = layout;
        this.witnesses = witnesses;
        this.findings = findings;
    }

    /// Reads all cosignatures, unless no witness is believed: then nobody could check them.
    void check() throws IOException {
        if (witnesses.isEmpty()) {
            return;
        }
        for (long size : layout.listCosignatures().numbers()) {
            check(size);
        }
        if (newest.isEmpty()) {
            findings.unknown(
                    Check.WITNESSES,
                    "none of the " + Counts.of(witnesses.size(), "known witness") + " cosigned");
        }
    }

    private void check(long size) throws IOException {
        Optional<String> text = text(size);
        if (text.isEmpty()) {
            broken("there are cosignatures of a checkpoint over " + size + ", which is gone");
            return;
        }
        List<SignedNote.Signature> lines;
        try {
            lines = CosignatureFiles.read(layout.cosignature(size));
        } catch (IOException e) {
            broken("the cosignatures of checkpoint " + size + " cannot be read");
            return;
        }
        for (Cosigner witness : witnesses) {
            for (SignedNote.Signature line : lines) {
                if (witness.claims(line)) {
                    take(witness, size, witness.cosigned(text.get(), line));
                }
            }
        }
    }

    private void take(Cosigner witness, long size, Optional<Instant> at) {
        if (at.isPresent()) {
            newest.put(witness, new Newest(size, at.get()));
        } else {
            broken(
                    "the cosignature of checkpoint "
                            + size
                            + " by "
                            + witness.name()
                            + " is not genuine");
        }
    }

    private Optional<String> text(long size) throws IOException {
        Path file = layout.checkpoint(size);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    SignedNote.parse(PlainFiles.read(file, SignedNote.BYTES_MAX)).text());
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private void broken(String what) {
        findings.broken(Check.WITNESSES, Findings.NO_RECORD, what);
    }

    /// What to say if it holds; empty if the check was not made.
    Optional<String> words() {
        if (witnesses.isEmpty()) {
            return Optional.empty();
        }
        var each = new ArrayList<String>();
        newest.forEach((witness, upTo) ->
                each.add(
                        witness.name()
                                + " up to "
                                + Counts.of(upTo.size(), "record")
                                + " at "
                                + upTo.at()));
        return Optional.of(
                Counts.number(newest.size())
                        + " of "
                        + Counts.number(witnesses.size())
                        + " known witnesses cosigned: "
                        + String.join(", ", each));
    }
}
