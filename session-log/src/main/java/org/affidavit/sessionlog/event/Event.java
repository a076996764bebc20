package org.affidavit.sessionlog.event;

import java.time.Instant;

/// One statement of fact in the log: either about a session or about the log and its gateway.
///
/// Instants are UTC with nanosecond precision and come from the gateway's clock.
public sealed interface Event permits SessionEvent, GatewayEvent {
    /// When the gateway saw this happen.
    Instant at();
}
