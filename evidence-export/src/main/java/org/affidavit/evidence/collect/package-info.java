/// Copies what a packet needs out of a log and writes the files to attach.
///
/// Start at [LogCollection]. Knows nothing of PDF.
@NullMarked
package org.affidavit.evidence.collect;

import org.jspecify.annotations.NullMarked;
