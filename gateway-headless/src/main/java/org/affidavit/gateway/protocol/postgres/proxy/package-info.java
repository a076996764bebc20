/// The phases of a PostgreSQL session: startup, authentication, queries, drain.
///
/// Start at `PostgresProtocol`.
@NullMarked
package org.affidavit.gateway.protocol.postgres.proxy;

import org.jspecify.annotations.NullMarked;
