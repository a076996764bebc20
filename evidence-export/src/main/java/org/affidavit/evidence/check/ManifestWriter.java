package org.affidavit.evidence.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.affidavit.evidence.collect.PayloadCopy;
import org.affidavit.evidence.report.ApprovalEntry;
import org.affidavit.evidence.report.Attachment;
import org.affidavit.evidence.report.MaskingEntry;
import org.affidavit.evidence.report.PacketMaterial;
import org.affidavit.evidence.report.PacketTitle;
import org.affidavit.evidence.report.Report;
import org.affidavit.evidence.report.SessionMaterial;
import org.affidavit.evidence.report.Totals;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.tree.TreeHash;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes the manifest and the facts. Field by field in a fixed order: equal content, equal bytes.
public final class ManifestWriter {
    static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ManifestWriter() {}

    /// A file in memory.
    public record Written(Attachment attachment, byte[] bytes) {}

    /// The figures and registers that the pages show.
    record Facts(
            Totals totals,
            List<SessionSummary> sessions,
            List<ApprovalEntry> approvals,
            List<MaskingEntry> masking) {}

    /// `facts.json`: what the pages say, for machines.
    public static Written facts(
            PacketMaterial material, Report.Registers registers, Totals totals) {
        var facts =
                new Facts(
                        totals,
                        material.sessions().stream().map(s -> s.transcript().session()).toList(),
                        registers.approvals(),
                        registers.masking());
        return written(
                Manifest.FACTS,
                "Figures, sessions, approvals and masked columns, for machines.",
                facts);
    }

    /// `manifest.json`.
    public static Written manifest(
            PacketTitle title, PacketMaterial material, List<Attachment> attachments) {
        var files = new ArrayList<Manifest.File>();
        attachments.forEach(each ->
                files.add(
                        new Manifest.File(each.name(), each.bytes(), each.sha256(), each.what())));
        var checkpoint = material.checkpoint();
        return written(
                Manifest.NAME,
                "SHA-256 of every other attachment, and what the packet covers.",
                new Manifest(
                        Manifest.FORMAT,
                        new Manifest.Request(
                                title.title(),
                                title.organisation(),
                                title.preparedBy(),
                                title.generatedAt().toString(),
                                title.selection()),
                        new Manifest.Log(
                                checkpoint.origin(),
                                material.key().id(),
                                checkpoint.size(),
                                checkpoint.root(),
                                material.verification().verdict().toString()),
                        material.sessions().stream().map(ManifestWriter::session).toList(),
                        Manifest.FACTS,
                        files));
    }

    /// The name of a packet, from the hash of its manifest.
    public static String packetId(Written manifest) {
        String hash = manifest.attachment().sha256();
        return String.format(
                        Locale.ROOT,
                        "AFD-%s-%s-%s",
                        hash.substring(0, 4),
                        hash.substring(4, 8),
                        hash.substring(8, 12))
                .toUpperCase(Locale.ROOT);
    }

    private static Manifest.Session session(SessionMaterial session) {
        var chain = session.chain();
        return new Manifest.Session(
                session.transcript().session().id().value(),
                session.attachment(),
                PayloadCopy.name(session.transcript().session().id().value()),
                chain.records(),
                chain.first(),
                chain.last(),
                chain.covered(),
                chain.root().orElse(""));
    }

    private static Written written(String name, String what, Object value) {
        byte[] bytes = (JSON.writeValueAsString(value) + "\n").getBytes(UTF_8);
        String sha256 = HexFormat.of().formatHex(TreeHash.sha256().digest(bytes));
        return new Written(
                new Attachment(name, what, "application/json", bytes.length, sha256), bytes);
    }
}
