/// C2SP tlog-tiles: the tree's hashes and the leaves in files of 256, for other people's tools and
/// for proofs that need not read the whole log. Derived from the segments, never evidence by
/// itself.
///
/// Start at [TilePath] and [TileBuilder]. Knows nothing of what is logged.
@NullMarked
package org.affidavit.sessionlog.tile;

import org.jspecify.annotations.NullMarked;
