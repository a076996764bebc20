package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Keeps a second writer away from a log: a file lock against other processes, a set against this
/// one. Closing any channel on a file drops this process's lock on it on some systems, so a second
/// opener here must not even touch the file.
final class LogLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final Optional<Object> identity;

    private LogLock(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.identity = identity(file);
    }

    /// Where the system tells files apart by more than their names.
    private static Optional<Object> identity(Path file) throws IOException {
        return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }

    /// A lock file looks like something left behind. Whoever deletes it lets a second writer in, so
    /// this one must stop before both sign.
    ///
    /// @throws LogFailure if the lock file is not the one that this process holds
    void check() throws LogFailure {
        if (!isSame()) {
            throw new LogFailure(
                    "The lock file "
                            + file
                            + " was deleted or replaced while this log is being written. Another"
                            + " writer may have begun, so this one stops. Leave the file alone and"
                            + " start again.");
        }
    }

    private boolean isSame() {
        try {
            return identity(file).equals(identity);
        } catch (IOException gone) {
            return false;
        }
    }

    static LogLock take(Path folder, Path lockFile) throws IOException {
        Path file = folder.toRealPath().resolve(lockFile.getFileName());
        if (!HELD.add(file)) {
            throw held(folder, "this process");
        }
        try {
            return new LogLock(file, locked(folder, file));
        } catch (IOException e) {
            HELD.remove(file);
            throw e;
        }
    }

    /// Whether somebody writes the log now.
    static boolean isHeld(Path folder, Path lockFile) throws IOException {
        if (!Files.exists(lockFile)) {
            return false;
        }
        try (var _ = take(folder, lockFile)) {
            return false;
        } catch (LogFailure _) {
            return true;
        }
    }

    private static FileChannel locked(Path folder, Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw held(folder, "another process");
        }
        return channel;
    }

    private static LogFailure held(Path folder, String by) {
        return new LogFailure(
                "The log "
                        + folder
                        + " is being written by "
                        + by
                        + ". Two writers would fork the evidence, so this one did not start. Stop"
                        + " the other gateway, or give this one a folder of its own.");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
