package org.affidavit.evidence.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.affidavit.sessionlog.consent.DecisionFinding;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.transcript.Transcript;

/// One session as it was read from the log.
///
/// @param events its events, in order
/// @param decisions what checking each decision found, by request
/// @param attachment name of the file that holds its records
public record SessionMaterial(
        Transcript transcript,
        List<SessionEvent> events,
        Map<String, DecisionFinding> decisions,
        Chain chain,
        String attachment) {
    public SessionMaterial {
        events = List.copyOf(events);
        decisions = Map.copyOf(decisions);
    }

    /// What recomputing the session's chain of hashes found.
    ///
    /// @param records how many records it has
    /// @param first index of the first in the log
    /// @param last index of the last in the log
    /// @param covered how many of them the checkpoint covers
    /// @param root Merkle root that its closing record states; empty while it runs
    /// @param problem what does not hold; empty if everything does
    public record Chain(
            long records,
            long first,
            long last,
            long covered,
            Optional<String> root,
            Optional<String> problem) {}
}
