/// C2SP signed notes and tlog-checkpoints: texts with signature lines, byte for byte.
///
/// Start at [SignedNote] and [CheckpointText]. Knows nothing of files or keys.
@NullMarked
package org.affidavit.sessionlog.note;

import org.jspecify.annotations.NullMarked;
