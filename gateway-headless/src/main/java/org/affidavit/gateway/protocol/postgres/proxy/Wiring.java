package org.affidavit.gateway.protocol.postgres.proxy;

import org.affidavit.gateway.protocol.Gatekeeper;

/// What every PostgreSQL connection shares.
///
/// @param strict true when even a command proven read-only waits for its intent to be durable
record Wiring(
        Gatekeeper keeper,
        PostgresLimits limits,
        Targets targets,
        Cancels cancels,
        Refusals refusals,
        Sessions sessions,
        ReadingRoom reading,
        Arrivals arrivals,
        Catalogs catalogs,
        boolean strict) {}
