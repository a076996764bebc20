/// Turns recorded wire bytes back into what a person can read: steps and frames.
///
/// Start at [Transcripts]. Pure decoding of payloads; no sockets, no widgets.
@NullMarked
package org.affidavit.sessionlog.transcript;

import org.jspecify.annotations.NullMarked;
