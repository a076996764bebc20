/// Turns verified sessions into a packet to hand over.
///
/// Start at [PacketExporter].
@NullMarked
package org.affidavit.evidence;

import org.jspecify.annotations.NullMarked;
