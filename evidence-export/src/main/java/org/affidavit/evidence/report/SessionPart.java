package org.affidavit.evidence.report;

import java.time.Instant;
import java.util.List;

/// The chapter on one session.
///
/// @param number its number in the packet, from 1
/// @param facts who, what, when
/// @param chain how its completeness was checked
/// @param timeline every step, one line each
/// @param steps every command in full
public record SessionPart(
        int number,
        String id,
        String agent,
        String resource,
        Instant opened,
        String end,
        Totals totals,
        List<Fact> facts,
        SessionMaterial.Chain chain,
        String attachment,
        List<TimelineRow> timeline,
        List<StepPart> steps) {
    public SessionPart {
        facts = List.copyOf(facts);
        timeline = List.copyOf(timeline);
        steps = List.copyOf(steps);
    }

    /// One step in one line.
    ///
    /// @param ref number such as `1.3`; empty for opening and end
    /// @param took how long; empty where it means nothing
    /// @param rows rows delivered or changed; empty where none were counted
    public record TimelineRow(
            String ref, Instant at, Excerpt what, Outcome outcome, String took, String rows) {}
}
