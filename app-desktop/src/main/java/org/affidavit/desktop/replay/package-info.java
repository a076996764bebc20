/// Step through one session, forward and back, by frame.
///
/// Start at [ReplayViewModel]. [Lens] folds frames into what the middle of the screen shows.
@NullMarked
package org.affidavit.desktop.replay;

import org.jspecify.annotations.NullMarked;
