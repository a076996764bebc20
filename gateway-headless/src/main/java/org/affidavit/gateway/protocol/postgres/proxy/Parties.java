package org.affidavit.gateway.protocol.postgres.proxy;

import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;

/// Who a session is between.
record Parties(Principal agent, Resource resource, Connection connection) {}
