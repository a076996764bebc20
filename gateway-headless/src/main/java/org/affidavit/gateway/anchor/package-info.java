/// Gets the log's checkpoints anchored outside: cosigned by witnesses. Never in the way of
/// recording: what fails here is told and tried again.
///
/// Start at [Anchoring].
@NullMarked
package org.affidavit.gateway.anchor;

import org.jspecify.annotations.NullMarked;
