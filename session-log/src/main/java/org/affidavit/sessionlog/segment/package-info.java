/// The files of a log: names, headers and checksummed frames, whatever the frames hold.
///
/// Start at [SegmentFormat] for the bytes and at [FrameScanner] to read them. Knows nothing of
/// events, trees or keys.
@NullMarked
package org.affidavit.sessionlog.segment;

import org.jspecify.annotations.NullMarked;
