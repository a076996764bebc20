/// The gateway process: wiring, start and stop.
///
/// Start at `Composition`, which builds everything in one screen.
@NullMarked
package org.affidavit.gateway;

import org.jspecify.annotations.NullMarked;
