package org.affidavit.evidence.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.transcript.SessionSummary;

/// Composes what a packet says from what was read and verified.
public final class ReportWriter {
    private final ReportLimits limits;

    public ReportWriter(ReportLimits limits) {
        this.limits = limits;
    }

    /// @param packetId derived from the manifest
    /// @param annex every attachment of the packet
    public Report write(
            PacketTitle title, String packetId, PacketMaterial material, List<Attachment> annex) {
        var parts = new ArrayList<SessionPart>();
        for (SessionMaterial session : material.sessions()) {
            parts.add(new SessionChapter(limits).write(parts.size() + 1, session));
        }
        Integrity integrity = IntegrityStatement.of(material);
        return new Report(
                cover(title, packetId, material, integrity.verdict()),
                ScopeStatement.of(title, material),
                totals(material.sessions()),
                parts,
                registers(material.sessions()),
                integrity,
                LimitationList.of(material),
                annex);
    }

    /// The figures alone.
    public Totals totals(List<SessionMaterial> sessions) {
        return Totals.sum(sessions.stream().map(Totals::of).toList());
    }

    /// The registers alone.
    public Report.Registers registers(List<SessionMaterial> sessions) {
        var approvals = new ArrayList<ApprovalEntry>();
        var masking = new ArrayList<MaskingEntry>();
        for (int i = 0; i < sessions.size(); i++) {
            approvals.addAll(new ApprovalRegister(limits).of(i + 1, sessions.get(i)));
            masking.addAll(MaskingRegister.of(i + 1, sessions.get(i)));
        }
        return new Report.Registers(approvals, masking);
    }

    private static Cover cover(
            PacketTitle title, String packetId, PacketMaterial material, IntegrityVerdict verdict) {
        return new Cover(
                packetId,
                title.title(),
                title.organisation(),
                title.preparedBy(),
                title.generatedAt(),
                summaries(material).map(SessionSummary::opened).min(Comparator.naturalOrder()),
                ends(material.sessions()).max(Comparator.naturalOrder()),
                material.checkpoint().origin(),
                material.sessions().size(),
                title.selection(),
                distinct(material, session -> session.resource().name()),
                distinct(material, session -> session.agent().shown()),
                verdict);
    }

    static Stream<SessionSummary> summaries(PacketMaterial material) {
        return material.sessions().stream().map(session -> session.transcript().session());
    }

    private static List<String> distinct(
            PacketMaterial material, Function<SessionSummary, String> name) {
        return summaries(material).map(name).distinct().sorted().toList();
    }

    private static Stream<Instant> ends(List<SessionMaterial> sessions) {
        return sessions.stream().map(ReportWriter::lastMoment).flatMap(Optional::stream);
    }

    private static Optional<Instant> lastMoment(SessionMaterial session) {
        return session.events().stream().map(SessionEvent::at).max(Comparator.naturalOrder());
    }
}
