package org.affidavit.sessionlog.transcript;

import java.util.List;

/// A whole session, decoded.
public record Transcript(SessionSummary session, List<Step> steps) {
    public Transcript {
        steps = List.copyOf(steps);
    }

    /// All frames in order.
    public List<Frame> frames() {
        return steps.stream().flatMap(step -> step.frames().stream()).toList();
    }
}
