package org.affidavit.desktop.integrity;

import java.nio.file.Path;

/// A checkpoint with the user's own signature under it.
///
/// @param by name of the key
/// @param size how many records it covers
/// @param note the file with the signed note
public record Cosigned(String by, long size, Path note) {}
