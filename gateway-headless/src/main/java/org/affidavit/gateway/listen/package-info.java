/// Sockets and TLS: where agents come in.
///
/// Start at `Listener`.
@NullMarked
package org.affidavit.gateway.listen;

import org.jspecify.annotations.NullMarked;
