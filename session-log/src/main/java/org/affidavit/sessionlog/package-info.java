/// Writes and reads the signed log of sessions.
///
/// Start at [SessionLog] to write and at [SessionLogReader] to read. Checking is apart, in
/// `org.affidavit.sessionlog.verify`, and shares no state with the writer.
@NullMarked
package org.affidavit.sessionlog;

import org.jspecify.annotations.NullMarked;
