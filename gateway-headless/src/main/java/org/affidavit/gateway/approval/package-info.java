/// Waiting for a person: requests, signed decisions, expiry.
///
/// Start at [Approvals].
@NullMarked
package org.affidavit.gateway.approval;

import org.jspecify.annotations.NullMarked;
