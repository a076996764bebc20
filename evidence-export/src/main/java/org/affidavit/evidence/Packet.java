package org.affidavit.evidence;

import java.nio.file.Path;

/// A packet on disk.
///
/// @param sha256 lower-case hex of the file
public record Packet(Path file, int pages, long bytes, String sha256) {}
