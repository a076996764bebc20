/// PostgreSQL's protocol 3 messages and their codec, nothing else.
///
/// Depends on buffers only, so that it can be fuzzed alone.
@NullMarked
package org.affidavit.gateway.protocol.postgres.wire;

import org.jspecify.annotations.NullMarked;
