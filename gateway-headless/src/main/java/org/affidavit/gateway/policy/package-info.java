/// Decides whether a command may run.
///
/// Start at [PolicyEngine]. Everything here is a pure function of its arguments: no sockets, no
/// clock, no threads. The caller supplies the time.
@NullMarked
package org.affidavit.gateway.policy;

import org.jspecify.annotations.NullMarked;
