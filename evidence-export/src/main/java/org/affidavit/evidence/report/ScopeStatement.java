package org.affidavit.evidence.report;

import java.util.List;
import java.util.stream.Collectors;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Says where the evidence comes from, how it was chosen and how the packet was made.
final class ScopeStatement {
    private static final List<String> METHOD =
            List.of(
                    "The whole log was verified with public keys only, by software that shares no"
                            + " state with the software that wrote it. A log that does not verify"
                            + " yields no packet.",
                    "Every record of the chosen sessions was copied, byte for byte, into one"
                            + " attachment for each session, and the stored bytes that they commit"
                            + " to into another. In the same reading, the Merkle root over"
                            + " all records that the checkpoint covers was computed again and"
                            + " compared with the signed one.",
                    "For each session, the numbering of its records, the link of each record to"
                            + " the one before it and the root that its closing record states were"
                            + " recomputed.",
                    "The recorded wire bytes were decoded into statements, results and messages."
                            + " They hold what the agent sent and what the agent received, that is"
                            + " after masking: an unmasked value was never recorded.",
                    "The finished file was read back and every attachment compared with the"
                            + " manifest before it was given its name.");

    private ScopeStatement() {}

    static Scope of(PacketTitle title, PacketMaterial material) {
        VerificationReport log = material.verification();
        String span =
                log.from().map(Wording::instant).orElse("no records")
                        + " to "
                        + log.to().map(Wording::instant).orElse("no records");
        return new Scope(
                List.of(
                        Fact.code("Source", material.checkpoint().origin()),
                        Fact.prose("Log holds", population(log)),
                        Fact.prose("Log spans", span),
                        Fact.prose("Selection", title.selection()),
                        Fact.prose("Selected", selected(material)),
                        Fact.prose("Prepared by", title.preparedBy()),
                        Fact.prose("Generated", Wording.instant(title.generatedAt()))),
                METHOD);
    }

    private static String population(VerificationReport log) {
        return Wording.count(log.records(), "record")
                + " of "
                + Wording.count(log.sessions(), "session")
                + ", "
                + Wording.number(log.openSessions())
                + " without an end on record";
    }

    private static String selected(PacketMaterial material) {
        long records = material.sessions().stream().mapToLong(s -> s.chain().records()).sum();
        String resources =
                ReportWriter.summaries(material)
                        .map(session -> session.resource().name())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return Wording.count(material.sessions().size(), "session")
                + " with "
                + Wording.count(records, "record")
                + (resources.isEmpty() ? "" : ", on " + resources);
    }
}
