/// Waiting for a person: requests, signed decisions, expiry.
///
/// Start at [Approvals]; whose keys may sign is in [Devices].
@NullMarked
package org.affidavit.gateway.approval;

import org.jspecify.annotations.NullMarked;
