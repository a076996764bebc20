/// What an approver agrees to, and the signature that proves it.
///
/// Start at [ConsentRequest]. The gateway, the desktop app and the verifier share these bytes.
@NullMarked
package org.affidavit.sessionlog.consent;

import org.jspecify.annotations.NullMarked;
