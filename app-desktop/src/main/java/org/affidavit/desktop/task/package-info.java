/// The one place that crosses threads.
///
/// Start at [Tasks].
@NullMarked
package org.affidavit.desktop.task;

import org.jspecify.annotations.NullMarked;
