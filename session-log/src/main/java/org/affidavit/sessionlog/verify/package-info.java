/// Checks a log without trusting whoever wrote it.
///
/// Start at [SessionLogVerifier]. Shares no state with the writer and needs only public keys.
@NullMarked
package org.affidavit.sessionlog.verify;

import org.jspecify.annotations.NullMarked;
