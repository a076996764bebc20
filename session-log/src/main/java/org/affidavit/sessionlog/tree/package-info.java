/// RFC 6962 Merkle tree hashing, whatever the leaves mean.
///
/// Start at [CompactRange]. Knows nothing of files, events or keys.
@NullMarked
package org.affidavit.sessionlog.tree;

import org.jspecify.annotations.NullMarked;
