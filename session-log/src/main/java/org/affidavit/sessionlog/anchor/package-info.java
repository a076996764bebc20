/// What ties a log to the world outside it: checkpoints that others keep, sign and date.
///
/// Start at [SeenCheckpoints].
@NullMarked
package org.affidavit.sessionlog.anchor;

import org.jspecify.annotations.NullMarked;
