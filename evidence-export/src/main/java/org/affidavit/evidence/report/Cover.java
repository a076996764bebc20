package org.affidavit.evidence.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The first page.
///
/// @param packetId names this packet; derived from its manifest, so equal content has equal id
/// @param from when the first chosen session opened
/// @param to when the last chosen session ended, or its newest record
/// @param resources names of the resources, without repeats
/// @param agents names of the agents, without repeats
/// @param verdict what verification of the log found
public record Cover(
        String packetId,
        String title,
        String organisation,
        String preparedBy,
        Instant generatedAt,
        Optional<Instant> from,
        Optional<Instant> to,
        String origin,
        int sessions,
        String selection,
        List<String> resources,
        List<String> agents,
        IntegrityVerdict verdict) {
    public Cover {
        resources = List.copyOf(resources);
        agents = List.copyOf(agents);
    }
}
