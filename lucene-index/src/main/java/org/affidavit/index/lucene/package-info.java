/// The index itself: fields, analysis, documents, and queries as Lucene understands them.
///
/// Start at [FrameStore]. The only package that sees Lucene.
@NullMarked
package org.affidavit.index.lucene;

import org.jspecify.annotations.NullMarked;
