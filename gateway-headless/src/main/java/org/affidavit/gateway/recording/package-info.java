/// From a session to the log: the only way into the record, and it accepts masked bytes only.
///
/// Start at [Recorder].
@NullMarked
package org.affidavit.gateway.recording;

import org.jspecify.annotations.NullMarked;
