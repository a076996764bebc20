/// Choose sessions and export them as a packet; check a packet.
///
/// Start at [PacketsViewModel].
@NullMarked
package org.affidavit.desktop.packets;

import org.jspecify.annotations.NullMarked;
