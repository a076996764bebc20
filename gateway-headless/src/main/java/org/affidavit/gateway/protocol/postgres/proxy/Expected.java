package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.Optional;

/// An answer that the target owes.
///
/// @param command the command it belongs to; empty for messages outside of any
/// @param name statement or portal that the message made or closed
/// @param own true when the gateway asked, so that the answer stays here
record Expected(
        Kind kind,
        Optional<Command> command,
        Optional<Names.Portal> portal,
        String name,
        boolean own) {
    /// What was asked.
    enum Kind {
        QUERY,
        PARSE,
        BIND,
        DESCRIBE_STATEMENT,
        DESCRIBE_PORTAL,
        EXECUTE,
        CLOSE,
        SYNC
    }
}
