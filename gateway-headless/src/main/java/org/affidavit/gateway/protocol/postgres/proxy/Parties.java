package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Instant;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;

/// Who a session is between.
///
/// @param protocol version that the agent speaks, major in the upper 16 bits
/// @param until when the agent's token stops to be good, and the session with it
record Parties(
        Principal agent, Instant until, int protocol, Resource resource, Connection connection) {}
