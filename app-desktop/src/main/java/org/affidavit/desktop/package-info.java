/// The desktop app: verify, search, replay, approve, export.
///
/// Start at [DesktopApp]; [Composition] wires everything.
@NullMarked
package org.affidavit.desktop;

import org.jspecify.annotations.NullMarked;
