package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Instant;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.policy.Replication;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;

/// Who a session is between.
///
/// @param token what the agent showed
/// @param protocol version that the agent speaks, major in the upper 16 bits
/// @param replication whether the session is for replication
record Parties(
        VerifiedToken token,
        int protocol,
        Replication replication,
        Resource resource,
        Connection connection) {
    Principal agent() {
        return token.principal();
    }

    /// When the agent's token stops to be good, and the session with it.
    Instant until() {
        return token.until();
    }
}
