package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Comparator;
import java.util.stream.Stream;

/// A folder that appears whole or not at all: filled beside its place, then moved there in one
/// step. Closing it before it is in place removes everything.
final class FreshFolder implements AutoCloseable {
    private final Path target;
    private final Path filling;
    private boolean inPlace;

    private FreshFolder(Path target, Path filling) {
        this.target = target;
        this.filling = filling;
    }

    /// @throws CommandFailed if something is there already: nothing is ever overwritten
    static FreshFolder at(Path folder) throws CommandFailed, IOException {
        Path target = folder.toAbsolutePath().normalize();
        refuseTaken(target);
        Path parent = target.getParent();
        if (parent == null) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The root folder is not a place for this.",
                    "Name a folder inside it with --dir.");
        }
        try {
            Files.createDirectories(parent);
            return new FreshFolder(
                    target,
                    Files.createTempDirectory(
                            parent, "." + target.getFileName() + ".", OwnerOnly.folder()));
        } catch (AccessDeniedException _) {
            throw new CommandFailed(
                    ExitCode.NOT_ALLOWED,
                    "This user may not create files in " + parent + ".",
                    "Choose another folder with --dir, or run as a user who may.");
        } catch (FileSystemException _) {
            // Its own words would name a hidden folder that nobody asked for.
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "The folder " + target + " cannot be made in " + parent + ".",
                    "Choose another folder with --dir.");
        }
    }

    private static void refuseTaken(Path target) throws CommandFailed, IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (Files.isDirectory(target)) {
            try (Stream<Path> inside = Files.list(target)) {
                if (inside.findAny().isEmpty()) {
                    return;
                }
            }
        }
        throw new CommandFailed(
                ExitCode.FAILED,
                target + " exists already; nothing is overwritten.",
                "Choose another folder with --dir, or run what is there: affidavit run --config "
                        + target.resolve("affidavit.yaml"));
    }

    /// Where a file lies while the folder is being filled. Its folder exists.
    Path path(String name) throws IOException {
        Path path = filling.resolve(name);
        Path folder = path.getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(folder, OwnerOnly.folder());
        }
        return path;
    }

    /// Writes a file that anybody may read.
    void write(String name, String text) throws IOException {
        write(path(name), text);
    }

    /// Writes a file that only its owner may read.
    void writeSecret(String name, String text) throws IOException {
        write(path(name), text, OwnerOnly.file());
    }

    private static void write(Path path, String text, FileAttribute<?>... attributes)
            throws IOException {
        Files.createFile(path, attributes);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    /// Moves everything into place in one step.
    void moveIntoPlace() throws IOException, CommandFailed {
        try {
            Files.move(filling, target, StandardCopyOption.ATOMIC_MOVE);
            inPlace = true;
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException _) {
            refuseTaken(target);
            throw new CommandFailed(
                    ExitCode.FAILED,
                    target + " cannot be replaced in one step.",
                    "Name a folder inside it with --dir.");
        }
    }

    @Override
    public void close() throws IOException {
        if (inPlace) {
            return;
        }
        try (Stream<Path> files = Files.walk(filling)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // Somebody was faster: it is gone, which is what was wanted.
        }
    }
}
