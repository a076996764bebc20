package org.affidavit.evidence.report;

import java.util.List;

/// Everything that a packet says, in the order in which it says it.
///
/// @param registers approvals and masked values over all sessions
/// @param limitations what the packet does not prove, one sentence or more each
/// @param annex the attachments
public record Report(
        Cover cover,
        Scope scope,
        Totals totals,
        List<SessionPart> sessions,
        Registers registers,
        Integrity integrity,
        List<Limitation> limitations,
        List<Attachment> annex) {
    public Report {
        sessions = List.copyOf(sessions);
        limitations = List.copyOf(limitations);
        annex = List.copyOf(annex);
    }

    /// The two registers.
    public record Registers(List<ApprovalEntry> approvals, List<MaskingEntry> masking) {
        public Registers {
            approvals = List.copyOf(approvals);
            masking = List.copyOf(masking);
        }
    }

    /// Something that the packet does not prove.
    ///
    /// @param claim what a reader might think
    /// @param truth what holds instead
    public record Limitation(String claim, String truth) {}
}
