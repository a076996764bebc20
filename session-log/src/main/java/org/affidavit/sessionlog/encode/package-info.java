/// Turns events into the exact bytes of leaves and payloads, and back, strictly.
///
/// Start at [Leaf] and [PayloadCodec]. Knows nothing of files, trees or keys.
@NullMarked
package org.affidavit.sessionlog.encode;

import org.jspecify.annotations.NullMarked;
