/// Decide on held commands, live from a gateway.
///
/// Start at [ApprovalsViewModel].
@NullMarked
package org.affidavit.desktop.approvals;

import org.jspecify.annotations.NullMarked;
