/// Payloads at rest: compressed, encrypted for readers whose private keys the writer never has,
/// committed to unit by unit.
///
/// Start at [SessionKeys] to see how a payload is sealed and at [ReadingKeys] to see how it is
/// opened; [SealedPayload] has the bytes.
@NullMarked
package org.affidavit.sessionlog.vault;

import org.jspecify.annotations.NullMarked;
