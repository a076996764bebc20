/// Recorded text as people get to see it, in the same way everywhere.
///
/// Start at [VisibleText]. Knows nothing of logs.
@NullMarked
package org.affidavit.sessionlog.text;

import org.jspecify.annotations.NullMarked;
