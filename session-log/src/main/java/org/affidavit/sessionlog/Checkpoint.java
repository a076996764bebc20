package org.affidavit.sessionlog;

/// A signed statement of what the log holds: C2SP tlog-checkpoint in a signed note.
///
/// @param origin name of the log
/// @param size how many records it covers
/// @param root Merkle root over them, lower-case hex
/// @param note the exact signed note
public record Checkpoint(String origin, long size, String root, String note) {}
