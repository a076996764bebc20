/// What every protocol needs from the gateway.
///
/// Start at [Gatekeeper].
@NullMarked
package org.affidavit.gateway.protocol;

import org.jspecify.annotations.NullMarked;
