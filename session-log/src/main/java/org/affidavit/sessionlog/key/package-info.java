/// The keys that sign checkpoints and check them.
///
/// Start at [LogSigner] and [VerifierKey].
@NullMarked
package org.affidavit.sessionlog.key;

import org.jspecify.annotations.NullMarked;
