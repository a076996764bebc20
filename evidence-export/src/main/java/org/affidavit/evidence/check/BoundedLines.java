package org.affidavit.evidence.check;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Reads a file line by line, and no line that is longer than it may be: whoever made the file may
/// have left the line feeds out.
final class BoundedLines implements AutoCloseable {
    private final InputStream in;
    private final byte[] line;

    BoundedLines(Path file, int lineBytesMax) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        this.line = new byte[lineBytesMax];
    }

    /// A line is longer than it may be.
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(int bytesMax) {
            super("A line has more than " + bytesMax + " bytes");
        }
    }

    /// The next line without its line feed; empty at the end.
    ///
    /// @throws TooLong if it is longer than it may be
    Optional<byte[]> next() throws IOException {
        int length = 0;
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            if (length == line.length) {
                throw new TooLong(line.length);
            }
            line[length++] = (byte) next;
            next = in.read();
        }
        return Optional.of(Arrays.copyOf(line, length));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
