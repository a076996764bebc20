package org.affidavit.sessionlog.segment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Opens files of a log for reading. A log that somebody hands over can hold links to devices and
/// pipes that never end: only plain files are opened.
public final class PlainFiles {
    private PlainFiles() {}

    /// @throws IOException if it is a link, a pipe, a device or a folder
    public static FileChannel open(Path file) throws IOException {
        require(file);
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /// The bytes of a small file; one byte more than the bound if it is longer.
    public static byte[] read(Path file, int bytesMax) throws IOException {
        require(file);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(bytesMax + 1);
        }
    }

    private static void require(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(
                    file + " is no plain file, and a log is made of plain files only");
        }
    }
}
