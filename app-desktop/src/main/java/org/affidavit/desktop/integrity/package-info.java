/// Verify the open log, or any other, and say what that proves and what it does not.
///
/// Start at [IntegrityViewModel].
@NullMarked
package org.affidavit.desktop.integrity;

import org.jspecify.annotations.NullMarked;
