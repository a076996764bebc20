/// The query language: text in, a tree out, with a position for every complaint.
///
/// Start at [QueryReader]. Knows nothing of Lucene.
@NullMarked
package org.affidavit.index.query;

import org.jspecify.annotations.NullMarked;
