/// Find sessions, and moments in them.
///
/// Start at [SessionsViewModel].
@NullMarked
package org.affidavit.desktop.sessions;

import org.jspecify.annotations.NullMarked;
