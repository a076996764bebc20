package org.affidavit.sessionlog;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.tile.TileBuilder;
import org.affidavit.sessionlog.tile.TileFiles;
import org.affidavit.sessionlog.tile.TilePath;

/// Writes the tiles of the log as it grows: full ones once their records are durable, the others
/// before each checkpoint.
///
/// Nothing is forced, because all of it can be made again: what a power failure loses of a tile is
/// made again on opening, and until then the verifier takes it for missing, not for wrong.
///
/// A thread of its own writes full tiles while the log goes on, so that nobody who waits for a
/// record waits for them. It is at work only between checkpoints.
final class TileStore implements Closeable {
    private static final int WAITING_MAX = 64;

    private final LogLayout layout;
    private final Disk disk;
    private final TileBuilder builder;
    private final Path draft;
    private final TileFiles files;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("session-log-tiles").factory());
    private List<Ready> ready = new ArrayList<>();
    private Future<?> written = CompletableFuture.completedFuture(null);

    private record Ready(TilePath tile, byte[] bytes) {}

    /// @param builder took every record that is there
    /// @param draft where a tile is made before it gets its name
    TileStore(LogLayout layout, Disk disk, TileBuilder builder, Path draft) {
        this.draft = draft;
        this.layout = layout;
        this.disk = disk;
        this.builder = builder;
        this.files = new TileFiles(layout.tiles());
    }

    /// Takes a record that is not durable yet: writes nothing.
    void append(byte[] leaf, byte[] hash) throws IOException {
        builder.append(leaf, hash, (tile, bytes) -> ready.add(new Ready(tile, bytes)));
    }

    /// Whether it is time for [#relieve].
    boolean isPressed() {
        return !ready.isEmpty() && (written.isDone() || ready.size() > WAITING_MAX);
    }

    /// Hands over what is full, so that little is left to do at a checkpoint, and bounds what
    /// waits. Call when every record that was taken is in its file.
    void relieve() throws IOException {
        await();
        List<Ready> batch = ready;
        ready = new ArrayList<>();
        written =
                thread.submit(() -> {
                    writeFull(batch);
                    return null;
                });
    }

    /// Writes all that a checkpoint over the present size needs.
    void complete() throws IOException {
        await();
        writeFull(ready);
        ready.clear();
        builder.partials(this::put);
    }

    private void await() throws IOException {
        try {
            written.get();
        } catch (ExecutionException e) {
            throw new IOException("A tile could not be written: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts the log's own thread", e);
        }
    }

    private void writeFull(List<Ready> batch) throws IOException {
        for (Ready one : batch) {
            put(one.tile(), one.bytes());
            dropShorter(one.tile());
        }
    }

    @Override
    public void close() {
        thread.close();
    }

    /// Writes a tile unless it is there already.
    void put(TilePath tile, byte[] bytes) throws IOException {
        if (files.find(tile, bytes) == TileFiles.Found.SAME) {
            return;
        }
        Path file = layout.tiles().resolve(tile.path());
        Files.createDirectories(file.resolve("..").normalize());
        Files.deleteIfExists(draft);
        try (var channel = disk.create(draft)) {
            disk.write(channel, ByteBuffer.wrap(bytes));
        }
        disk.rename(draft, file);
    }

    /// Removes the shorter tiles in the place of a full one.
    void dropShorter(TilePath full) throws IOException {
        Path folder = files.shorterFolder(full);
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (TilePath shorter : files.shorter(full)) {
            disk.delete(layout.tiles().resolve(shorter.path()));
        }
        if (isEmpty(folder)) {
            disk.delete(folder);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var left = Files.newDirectoryStream(folder)) {
            return !left.iterator().hasNext();
        }
    }
}
