package org.affidavit.sessionlog.anchor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.affidavit.sessionlog.segment.LogLayout;

/// The answers of time stamp authorities about a log's checkpoints: `timestamps/<size>.tsr`.
public final class TimestampFiles {
    private final LogLayout layout;

    public TimestampFiles(Path log) {
        this.layout = new LogLayout(log);
    }

    /// Keeps an answer as it came. Durable on return.
    public synchronized void put(long size, byte[] answer) throws IOException {
        Files.createDirectories(layout.timestamps());
        DurableFiles.replace(layout.timestamp(size), answer);
    }

    /// Size of the newest checkpoint with a time stamp; 0 if there is none.
    public long newest() throws IOException {
        List<Long> sizes = layout.listTimestamps().numbers();
        return sizes.isEmpty() ? 0 : sizes.getLast();
    }
}
