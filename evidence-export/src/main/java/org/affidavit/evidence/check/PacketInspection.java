package org.affidavit.evidence.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.affidavit.evidence.collect.ProofFiles;
import org.affidavit.evidence.collect.SessionChain;
import org.affidavit.evidence.report.SessionMaterial;
import org.affidavit.evidence.report.Wording;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.TreeHash;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Holds the attachments of a packet against its manifest, its checkpoint and each other. Needs
/// nothing but the packet.
public final class PacketInspection {
    private final Map<String, Path> files;
    private final List<String> problems = new ArrayList<>();
    private final List<String> held = new ArrayList<>();

    /// @param files the attachments, by name
    public PacketInspection(Map<String, Path> files) {
        this.files = Map.copyOf(files);
    }

    /// What was found.
    ///
    /// @param problems what does not hold, one sentence each
    /// @param held what does
    public record Findings(List<String> problems, List<String> held) {
        public Findings {
            problems = List.copyOf(problems);
            held = List.copyOf(held);
        }
    }

    /// Makes every check; a failed one does not stop the others.
    public Findings inspect() throws IOException {
        Optional<Manifest> manifest = manifest();
        if (manifest.isPresent()) {
            attachments(manifest.get());
            checkpoint(manifest.get());
            for (Manifest.Session session : manifest.get().sessions()) {
                session(session, manifest.get().log().checkpointSize());
            }
            payloads(manifest.get());
            proofs(manifest.get());
        }
        return new Findings(problems, held);
    }

    private Optional<Manifest> manifest() throws IOException {
        Path file = files.get(Manifest.NAME);
        if (file == null) {
            problems.add("The packet has no manifest, so nothing in it can be checked.");
            return Optional.empty();
        }
        if (tooLong(Manifest.NAME, file, AttachmentLimits.MANIFEST_BYTES)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            Manifest manifest = ManifestWriter.JSON.readValue(in, Manifest.class);
            if (Manifest.FORMAT.equals(manifest.format())) {
                return Optional.of(manifest);
            }
            problems.add(
                    "The packet has format "
                            + manifest.format()
                            + ", which this software does not know. Use a newer one.");
        } catch (JacksonException | NullPointerException e) {
            problems.add("The manifest cannot be read, so nothing in the packet can be checked.");
        }
        return Optional.empty();
    }

    private boolean tooLong(String name, Path file, long bytesMax) throws IOException {
        if (Files.size(file) <= bytesMax) {
            return false;
        }
        problems.add(
                "The attachment "
                        + name
                        + " is too long to be read: "
                        + Wording.bytes(Files.size(file))
                        + ", at most "
                        + Wording.number(bytesMax)
                        + " in a packet.");
        return true;
    }

    private void attachments(Manifest manifest) throws IOException {
        var unknown = new TreeSet<>(files.keySet());
        unknown.remove(Manifest.NAME);
        int before = problems.size();
        for (Manifest.File listed : manifest.attachments()) {
            unknown.remove(listed.name());
            Path file = files.get(listed.name());
            if (file == null) {
                problems.add("The attachment " + listed.name() + " is missing.");
            } else if (Files.size(file) != listed.bytes()
                    || !sha256(file).equals(listed.sha256())) {
                problems.add(
                        "The attachment "
                                + listed.name()
                                + " is not the one that the manifest names.");
            }
        }
        unknown.forEach(
                name -> problems.add("The attachment " + name + " is not in the manifest."));
        if (problems.size() == before) {
            held.add(
                    "All "
                            + Wording.count(manifest.attachments().size(), "attachment")
                            + " are as the manifest says.");
        }
    }

    private void checkpoint(Manifest manifest) throws IOException {
        Path note = files.get("checkpoint.note");
        Path vkey = files.get("log.vkey");
        if (note == null || vkey == null) {
            problems.add("The packet lacks its checkpoint or its key.");
            return;
        }
        if (tooLong("checkpoint.note", note, AttachmentLimits.NOTE_BYTES)) {
            return;
        }
        try {
            VerifierKey key = VerifierKey.read(vkey);
            SignedNote signed = SignedNote.parse(Files.readAllBytes(note));
            CheckpointText text = CheckpointText.parse(signed.text());
            if (key.opinion(signed) != VerifierKey.Opinion.SIGNED) {
                problems.add("The checkpoint is not signed by key " + key.id() + ".");
            } else if (!agrees(manifest.log(), key, text)) {
                problems.add("The checkpoint is not the one that the manifest names.");
            } else {
                held.add(
                        String.format(
                                Locale.ROOT,
                                "The checkpoint over %s is signed by key %s.",
                                Wording.count(text.size(), "record"),
                                key.id()));
            }
        } catch (ParseException | LogFailure e) {
            problems.add("The checkpoint or its key cannot be read: " + e.getMessage());
        }
    }

    private static boolean agrees(Manifest.Log log, VerifierKey key, CheckpointText text) {
        return text.origin().equals(log.origin())
                && key.name().equals(log.origin())
                && key.id().equals(log.keyId())
                && text.size() == log.checkpointSize()
                && HexFormat.of().formatHex(text.root()).equals(log.root());
    }

    /// @param checkpointSize as the manifest says; that the checkpoint says so is checked apart
    private void session(Manifest.Session session, long checkpointSize) throws IOException {
        Path file = files.get(session.file());
        if (file == null) {
            problems.add(
                    "Session "
                            + session.id()
                            + ": its records are missing, there is no attachment "
                            + session.file()
                            + ".");
            return;
        }
        var chain = new SessionChain();
        long covered = 0;
        try (var lines = new BoundedLines(file, AttachmentLimits.RECORD_BYTES)) {
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                byte[] leaf = line.get();
                JsonNode record = ManifestWriter.JSON.readTree(leaf);
                if (!record.path("s").asString("").equals(session.id())) {
                    problems.add(session.file() + " holds a record of another session.");
                    return;
                }
                SessionChain.Place place = place(record);
                chain.add(place, leaf);
                covered += place.index() < checkpointSize ? 1 : 0;
            }
        } catch (BoundedLines.TooLong e) {
            problems.add(session.file() + " holds a line that is longer than any record.");
            return;
        } catch (JacksonException | NumberFormatException e) {
            problems.add(session.file() + " holds a line that is no record.");
            return;
        }
        judge(session, chain.result(checkpointSize, covered));
    }

    private void judge(Manifest.Session session, SessionMaterial.Chain chain) {
        if (chain.problem().isPresent()) {
            problems.add("Session " + session.id() + ": " + chain.problem().get());
        } else if (chain.records() != session.records()
                || chain.first() != session.first()
                || chain.last() != session.last()
                || !chain.root().orElse("").equals(session.root())) {
            problems.add(
                    "Session " + session.id() + " is not the one that the manifest describes.");
        } else if (chain.covered() != session.coveredByCheckpoint()) {
            problems.add(
                    String.format(
                            Locale.ROOT,
                            "The manifest says that the checkpoint covers %d of the records of"
                                    + " session %s; it covers %d.",
                            session.coveredByCheckpoint(),
                            session.id(),
                            chain.covered()));
        } else {
            held.add(
                    String.format(
                            Locale.ROOT,
                            "Session %s: %s without a gap, each linked to the one" + " before%s.",
                            session.id(),
                            Wording.count(chain.records(), "record"),
                            chain.root().isPresent()
                                    ? "; count and root agree with its closing record"
                                    : "; it had not ended"));
        }
    }

    private void payloads(Manifest manifest) throws IOException {
        int before = problems.size();
        long withheld = 0;
        for (Manifest.Session session : manifest.sessions()) {
            Path records = files.get(session.file());
            Path payloads = files.get(session.payloads());
            if (records == null || payloads == null) {
                problems.add("Session " + session.id() + ": its payloads are not attached.");
                continue;
            }
            PayloadInspection.Found found = PayloadInspection.of(records, payloads);
            found.problem()
                    .ifPresent(problem -> problems.add("Session " + session.id() + ": " + problem));
            withheld += found.withheld();
        }
        if (problems.size() == before) {
            held.add(
                    withheld == 0
                            ? "Every payload is attached, and is the one that its record commits"
                                    + " to."
                            : "Every payload that is attached is the one that its record commits"
                                    + " to; of "
                                    + Wording.count(withheld, "record")
                                    + " it is not in the packet, because it was sealed or erased"
                                    + " when the packet was made.");
        }
    }

    private void proofs(Manifest manifest) throws IOException {
        Path proofs = files.get(ProofFiles.PROOFS);
        if (proofs == null) {
            problems.add("The packet has no proofs that its records lie under the signed root.");
            return;
        }
        var inspection = new ProofInspection(manifest.log().checkpointSize());
        for (Manifest.Session session : manifest.sessions()) {
            Path records = files.get(session.file());
            long above = records == null ? 0 : inspection.session(records);
            if (above > 0) {
                held.add(
                        "Session "
                                + session.id()
                                + ": "
                                + Wording.count(above, "record")
                                + " above the checkpoint, so no signature covers them.");
            }
        }
        Path enrolments = files.get(ProofFiles.ENROLMENTS);
        if (enrolments != null) {
            inspection.all(enrolments);
        }
        List<Long> unproven = inspection.unproven(proofs, manifest.log().root());
        unproven.forEach(record ->
                problems.add("Record " + record + " is not shown to lie under the signed root."));
        if (unproven.isEmpty()) {
            held.add(
                    Wording.count(inspection.count(), "record")
                            + ", the first and the last of each session among them, shown to lie"
                            + " under the signed root.");
        }
    }

    private static SessionChain.Place place(JsonNode record) {
        JsonNode total = record.path("total");
        return new SessionChain.Place(
                Long.parseLong(record.path("n").asString("-1")),
                record.path("q").asLong(-1),
                record.path("p").asString(""),
                total.isObject()
                        ? Optional.of(
                                new SessionChain.Total(
                                        total.path("count").asLong(-1),
                                        total.path("root").asString("")))
                        : Optional.empty());
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = TreeHash.sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                digest.update(buffer, 0, got);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
