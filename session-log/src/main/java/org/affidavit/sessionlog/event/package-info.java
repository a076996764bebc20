/// What can be said in the log: a sealed family of events and the values they carry.
///
/// Start at [Event]. Knows nothing of bytes, files or keys.
@NullMarked
package org.affidavit.sessionlog.event;

import org.jspecify.annotations.NullMarked;
