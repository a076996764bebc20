/// The manifest of a packet: written when it is made, held against it when it is checked.
///
/// Start at [ManifestWriter] and [PacketInspection]. Knows nothing of PDF.
@NullMarked
package org.affidavit.evidence.check;

import org.jspecify.annotations.NullMarked;
