package org.affidavit.sessionlog;

import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;

/// A signed statement of what the log holds: C2SP tlog-checkpoint in a signed note.
///
/// @param origin name of the log
/// @param size how many records it covers
/// @param root Merkle root over them, lower-case hex
/// @param note the exact signed note
public record Checkpoint(String origin, long size, String root, String note) {
    /// What a note says; not verified.
    public static Checkpoint of(CheckpointText text, SignedNote note) {
        return new Checkpoint(text.origin(), text.size(), Leaf.hex(text.root()), note.format());
    }
}
