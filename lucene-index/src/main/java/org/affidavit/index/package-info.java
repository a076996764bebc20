/// Finds sessions and moments in them. Rebuildable from the log at any time, never evidence.
///
/// Start at [SessionIndex]. No Lucene type appears in a public signature.
@NullMarked
package org.affidavit.index;

import org.jspecify.annotations.NullMarked;
