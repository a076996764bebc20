package org.affidavit.gateway.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.affidavit.sessionlog.tree.TreeHash;

/// What commands of this user keep between two runs: in `$XDG_STATE_HOME/affidavit`, for nobody
/// else.
final class StateFolder {
    private final Path folder;

    StateFolder(Terminal terminal) {
        this.folder =
                terminal.setting("XDG_STATE_HOME")
                        .or(() -> terminal.setting("LOCALAPPDATA"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".local", "state"))
                        .resolve("affidavit");
    }

    /// Where a verification notes what it read of a log. Its folder is there afterwards.
    Path notesOf(Path log) throws IOException {
        Path notes = folder.resolve("verifying");
        Files.createDirectories(notes, OwnerOnly.folder());
        byte[] name = TreeHash.sha256().digest(log.toRealPath().toString().getBytes(UTF_8));
        return notes.resolve(HexFormat.of().formatHex(name, 0, 16));
    }
}
