/// One session taken out of a log, with everything that proves it.
///
/// Start at [BundleFiles], which says what lies in a bundle, and [BundleWriter].
@NullMarked
package org.affidavit.sessionlog.bundle;

import org.jspecify.annotations.NullMarked;
