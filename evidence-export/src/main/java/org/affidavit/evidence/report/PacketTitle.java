package org.affidavit.evidence.report;

import java.time.Instant;

/// What the person who asks for a packet says of it.
public record PacketTitle(
        String title,
        String organisation,
        String preparedBy,
        Instant generatedAt,
        String selection) {}
