package org.affidavit.evidence.check;

import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.vault.OpenedPayload;

/// How large the parts of a packet can be. Whatever is larger was not made by an export, and is not
/// read into memory to find that out.
final class AttachmentLimits {
    /// The longest leaf that the log's format allows.
    static final int RECORD_BYTES = 65_535;

    /// A proof has one hash for each doubling of the log.
    static final int PROOF_BYTES = 8 * 1024;

    static final int PAYLOAD_BYTES = OpenedPayload.BYTES_MAX;

    static final int NOTE_BYTES = SignedNote.BYTES_MAX;

    /// About a kilobyte for each session: enough for more of them than a PDF can be read with.
    static final int MANIFEST_BYTES = 16 << 20;

    private AttachmentLimits() {}
}
