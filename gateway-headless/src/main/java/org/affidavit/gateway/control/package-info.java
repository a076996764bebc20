/// The control API: approvals, health, events, over HTTP and TLS.
///
/// Start at `ControlServer`. The contract is `openapi.yaml` in the resources.
@NullMarked
package org.affidavit.gateway.control;

import org.jspecify.annotations.NullMarked;
