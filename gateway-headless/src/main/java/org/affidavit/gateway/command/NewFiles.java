package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Files that only their owner may read, each whole or not there. Closing before [#keep] removes
/// them again.
final class NewFiles implements AutoCloseable {
    private final Path folder;
    private final List<Path> made = new ArrayList<>();
    private boolean kept;

    NewFiles(Path folder) {
        this.folder = folder;
    }

    /// @throws CommandFailed if the file is there already
    Path write(String name, byte[] content) throws IOException, CommandFailed {
        Files.createDirectories(folder, OwnerOnly.folder());
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    file + " exists already; nothing is overwritten.",
                    "Remove it if no connection uses it, or choose another name.");
        }
        Path filling = Files.createTempFile(folder, "." + name + ".", ".new", OwnerOnly.file());
        made.add(filling);
        try (FileChannel channel = FileChannel.open(filling, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(filling, file, StandardCopyOption.ATOMIC_MOVE);
        made.add(file);
        return file;
    }

    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (!kept) {
            for (Path file : made) {
                Files.deleteIfExists(file);
            }
        }
    }
}
