package org.affidavit.desktop.packets;

import java.nio.file.Path;
import java.util.List;

/// What the packets screen is in the middle of.
public sealed interface PacketState {
    /// Nothing was exported yet.
    record Drafting() implements PacketState {}

    /// An export runs.
    ///
    /// @param stage number of the current stage, from 0
    /// @param done how much of that stage is done, 0 to 1
    record Exporting(int stage, double done) implements PacketState {}

    /// A packet was written and read back.
    ///
    /// @param facts its pages, size and hash, for people
    record Exported(Path file, String facts, String sha256) implements PacketState {}

    /// The user stopped the export; no file was left.
    record Cancelled() implements PacketState {}

    /// A packet was checked.
    record Checked(Path file, boolean intact, List<String> findings) implements PacketState {
        public Checked {
            findings = List.copyOf(findings);
        }
    }

    /// Export or check failed; no file was left.
    record Failed(String message) implements PacketState {}
}
