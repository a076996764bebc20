package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Every step of the writer that changes the disk, so that a test can make any of them fail.
interface Disk {
    /// The real one.
    Disk REAL = new Disk() {};

    default FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /// A file that is there, to write behind its end or to cut it.
    default FileChannel reopen(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /// A file that is there, to write over what is in it.
    default FileChannel rewrite(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE);
    }

    default void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Writes at a place of a file that is open to be written over.
    default void writeAt(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /// Makes what was written durable, with the file's length.
    default void force(FileChannel channel) throws IOException {
        channel.force(false);
    }

    default void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    default void delete(Path file) throws IOException {
        Files.delete(file);
    }

    /// Makes the names in a folder durable.
    default void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    default long usableBytes(FileStore store) throws IOException {
        return store.getUsableSpace();
    }
}
