package org.affidavit.endtoend.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// The baseline: the same bytes to the same two kinds of file with the same group commit, and
/// nothing else. No encoding, no hashing, no tree, no signature, no order but the queue's.
final class BareAppends implements Appends {
    private static final int GROUP_MAX = 1_024;

    private final FileChannel leaves;
    private final FileChannel payloads;
    private final Sizes sizes;
    private final ByteBuffer leaf;
    private final ByteBuffer payload;
    private final LinkedBlockingQueue<CompletableFuture<Void>> queue = new LinkedBlockingQueue<>();
    private final ExecutorService answers = Executors.newSingleThreadExecutor();
    private final Thread writer = Thread.ofPlatform().unstarted(this::run);
    private volatile boolean closing;

    private BareAppends(Path folder, Sizes sizes) throws IOException {
        this.leaves = create(folder.resolve("leaves"));
        this.payloads = create(folder.resolve("payloads"));
        this.sizes = sizes;
        this.leaf = ByteBuffer.allocateDirect(sizes.leaf() * GROUP_MAX);
        this.payload = ByteBuffer.allocateDirect(sizes.payload() * GROUP_MAX);
        writer.start();
    }

    static Start of(Sizes sizes) {
        return folder -> new BareAppends(folder, sizes);
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public Producer producer() {
        return () -> {
            var durable = new CompletableFuture<Void>();
            queue.add(durable);
            durable.join();
        };
    }

    private void run() {
        try {
            var group = new ArrayList<CompletableFuture<Void>>(GROUP_MAX);
            while (!closing || !queue.isEmpty()) {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group, GROUP_MAX - 1);
                write(payloads, payload, group.size() * sizes.payload());
                write(leaves, leaf, group.size() * sizes.leaf());
                List<CompletableFuture<Void>> done = List.copyOf(group);
                answers.execute(() -> done.forEach(durable -> durable.complete(null)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts the writer", e);
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes, int length) throws IOException {
        bytes.clear().limit(length);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        file.force(false);
    }

    @Override
    public Sizes sizes() {
        return sizes;
    }

    @Override
    public void close() {
        closing = true;
        // Only to wake the writer.
        queue.add(new CompletableFuture<>());
        try {
            writer.join();
            answers.close();
            leaves.close();
            payloads.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts a benchmark", e);
        }
    }
}
