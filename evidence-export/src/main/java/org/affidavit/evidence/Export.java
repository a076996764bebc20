package org.affidavit.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.affidavit.evidence.PacketExporter.Progress;
import org.affidavit.evidence.PacketExporter.Stage;
import org.affidavit.evidence.check.ManifestWriter;
import org.affidavit.evidence.collect.AttachedFile;
import org.affidavit.evidence.collect.Collected;
import org.affidavit.evidence.collect.LogCollection;
import org.affidavit.evidence.pdf.PacketPdf;
import org.affidavit.evidence.report.Attachment;
import org.affidavit.evidence.report.PacketMaterial;
import org.affidavit.evidence.report.PacketTitle;
import org.affidavit.evidence.report.Report;
import org.affidavit.evidence.report.ReportLimits;
import org.affidavit.evidence.report.ReportWriter;
import org.affidavit.sessionlog.Checkpoint;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.affidavit.sessionlog.verify.VerificationReport;

/// One export from beginning to end.
final class Export implements AutoCloseable {
    private final PacketRequest request;
    private final Path target;
    private final Progress progress;
    private final WorkFolder work;
    private final Path unfinished;

    Export(PacketRequest request, Path target, Progress progress) throws IOException {
        if (request.sessions().isEmpty()) {
            throw new IllegalArgumentException("A packet needs at least one session: choose some.");
        }
        if (Files.isDirectory(target)) {
            throw new IOException(target + " is a folder: name a file for the packet.");
        }
        this.request = request;
        this.target = target;
        this.progress = progress;
        this.work = WorkFolder.create();
        this.unfinished =
                target.resolveSibling("." + target.getFileName() + "." + work.path().getFileName());
    }

    Packet run() throws IOException {
        try (var log = SessionLogReader.open(request.log(), request.readers())) {
            LogCollection.Verified verified = verify(log);
            step(Stage.COLLECT, 0);
            Collected collected =
                    new LogCollection(
                                    request.sessions().stream().distinct().toList(),
                                    work.path(),
                                    done -> progress.at(Stage.COLLECT, done))
                            .collect(log, verified);
            step(Stage.RENDER, 0);
            int pages = render(collected);
            step(Stage.CHECK, 0);
            check();
            step(Stage.CHECK, 1);
            var packet = new Packet(target, pages, Files.size(unfinished), sha256(unfinished));
            Files.move(
                    unfinished,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return packet;
        }
    }

    private LogCollection.Verified verify(SessionLogReader log) throws IOException {
        step(Stage.VERIFY, 0);
        // Taken first: whatever it covers is then part of what is verified.
        Checkpoint checkpoint =
                log.checkpoint()
                        .orElseThrow(() ->
                                new LogFailure(
                                        "The log has no checkpoint yet, so nothing in it"
                                                + " is signed. Try again in a second."));
        VerificationReport report =
                new SessionLogVerifier(request.trusted())
                        .opening(request.readers())
                        .verify(
                                request.log(),
                                (_, done, total) -> progress.at(Stage.VERIFY, share(done, total)));
        refuseUnlessIntact(report.verdict());
        return new LogCollection.Verified(report, checkpoint, key(report.keyId()));
    }

    private static double share(long done, long total) {
        return total <= 0 ? 1 : Math.min(1, (double) done / total);
    }

    private static void refuseUnlessIntact(Verdict verdict) throws LogFailure {
        switch (verdict) {
            case Verdict.Intact() -> {}
            case Verdict.Unsigned _, Verdict.Torn _ -> {}
            case Verdict.Altered(_, String what, String stillHolds) ->
                    throw new LogFailure(
                            "The log does not verify, so no packet was made. "
                                    + what
                                    + " "
                                    + stillHolds
                                    + " Run `affidavit verify` for the details.");
            case Verdict.RolledBack(long known, long records) ->
                    throw new LogFailure(
                            "The log was put back to an older state: it once had "
                                    + known
                                    + " records, and has "
                                    + records
                                    + " now, so no packet was made. Find the newer copy.");
            case Verdict.Forked(long known) ->
                    throw new LogFailure(
                            "The log is a fork: of its first "
                                    + known
                                    + " records it says another thing than it once did, so no"
                                    + " packet was made. Run `affidavit verify --since`.");
            case Verdict.UnknownKey(String keyId) ->
                    throw new LogFailure(
                            "The log is signed by key "
                                    + keyId
                                    + ", which is not among the trusted keys, so no packet was"
                                    + " made. Give the log's verifier key.");
            case Verdict.TooNew(int version) ->
                    throw new LogFailure(
                            "The log is written in version "
                                    + version
                                    + ", which is newer than this software, so no packet was made."
                                    + " Use a newer release.");
        }
    }

    private VerifierKey key(String id) throws LogFailure {
        return request.trusted().stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new LogFailure(
                                "The key "
                                        + id
                                        + " that signed the log is not among the trusted"
                                        + " keys, so no packet was made."));
    }

    private int render(Collected collected) throws IOException {
        PacketMaterial material = collected.material();
        var title =
                new PacketTitle(
                        request.title(),
                        request.organisation(),
                        request.preparedBy(),
                        request.generatedAt(),
                        request.selection());
        var writer = new ReportWriter(ReportLimits.STANDARD);
        var files = new ArrayList<>(collected.files());
        files.add(
                saved(
                        ManifestWriter.facts(
                                material,
                                writer.registers(material.sessions()),
                                writer.totals(material.sessions()))));
        ManifestWriter.Written manifest =
                ManifestWriter.manifest(title, material, described(files));
        files.addFirst(saved(manifest));
        Report report =
                writer.write(title, ManifestWriter.packetId(manifest), material, described(files));
        return new PacketPdf()
                .write(
                        report,
                        files.stream()
                                .map(file -> new PacketPdf.Source(file.attachment(), file.file()))
                                .toList(),
                        unfinished,
                        page -> progress.at(Stage.RENDER, page / (page + 10)));
    }

    private static List<Attachment> described(List<AttachedFile> files) {
        return files.stream().map(AttachedFile::attachment).toList();
    }

    private AttachedFile saved(ManifestWriter.Written written) throws IOException {
        Path file = work.path().resolve(written.attachment().name());
        Files.write(file, written.bytes());
        return new AttachedFile(written.attachment(), file);
    }

    private void check() throws IOException {
        PacketCheck check = new PacketExporter().check(unfinished);
        if (!check.intact()) {
            throw new IOException(
                    "The packet did not stand its own check, so it was discarded: "
                            + String.join(" ", check.findings()));
        }
    }

    private void step(Stage stage, double done) {
        if (!progress.at(stage, done)) {
            throw new CancellationException("The export was cancelled.");
        }
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

    /// Removes what is unfinished.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(unfinished);
        work.close();
    }
}
