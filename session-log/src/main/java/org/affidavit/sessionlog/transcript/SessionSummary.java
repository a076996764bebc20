package org.affidavit.sessionlog.transcript;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.Agent;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionId;

/// One session in a list.
///
/// @param agent as far as it can be seen
/// @param ended empty while it runs
/// @param end how it ended, for people; `running` while it does
/// @param firstRecord index of its opening record
/// @param lastRecord index of its last record so far
/// @param maskedCells values replaced in its responses
/// @param approvers names of those who decided, in order, without repeats
public record SessionSummary(
        SessionId id,
        Agent agent,
        Resource resource,
        String client,
        Instant opened,
        Optional<Instant> ended,
        String end,
        long firstRecord,
        long lastRecord,
        int commands,
        int denied,
        int held,
        int failed,
        long rows,
        long bytes,
        long maskedCells,
        List<String> approvers) {
    public SessionSummary {
        approvers = List.copyOf(approvers);
    }
}
