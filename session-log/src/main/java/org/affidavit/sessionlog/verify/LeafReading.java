package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.segment.FrameScanner;
import org.affidavit.sessionlog.segment.FrameScanner.Next;
import org.affidavit.sessionlog.tree.TreeHash;

/// Hashes and reads leaves on all processors, and hands them over in their order. What is in flight
/// is bounded, however long leaves are.
final class LeafReading implements AutoCloseable {
    private static final int BATCH_LEAVES = 128;
    private static final int BATCH_BYTES = 512 << 10;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /// A single processor is better off without a second thread.
    private final Optional<ExecutorService> workers =
            PROCESSORS == 1
                    ? Optional.empty()
                    : Optional.of(
                            Executors.newFixedThreadPool(
                                    PROCESSORS,
                                    Thread.ofPlatform()
                                            .daemon()
                                            .name("leaf-reader-", 0)
                                            .factory()));

    private final int batchesMax = workers.isEmpty() ? 0 : 4 * PROCESSORS;

    /// One leaf, hashed and read.
    ///
    /// @param leaf empty if it is none
    /// @param problem why it is none
    record Read(Next.Frame frame, byte[] hash, Optional<Leaf> leaf, String problem) {
        static Read of(Next.Frame frame) {
            byte[] hash = TreeHash.leaf(frame.body());
            try {
                return new Read(frame, hash, Optional.of(Leaf.read(frame.body())), "");
            } catch (Malformed e) {
                return new Read(frame, hash, Optional.empty(), e.what());
            }
        }
    }

    /// Takes leaves in their order.
    @FunctionalInterface
    interface Taker {
        /// @return false to take no more
        boolean take(Read read) throws IOException;
    }

    /// Reads frames until there are no more, or nobody takes them. Returns what ended the frames.
    Next read(FrameScanner scanner, Taker taker) throws IOException {
        Executor executor = workers.isPresent() ? workers.get() : Runnable::run;
        Queue<CompletableFuture<List<Read>>> ahead = new ArrayDeque<>();
        boolean goesOn = true;
        while (goesOn) {
            var frames = new ArrayList<Next.Frame>();
            Next last = gather(scanner, frames);
            ahead.add(
                    CompletableFuture.supplyAsync(
                            () -> frames.stream().map(Read::of).toList(), executor));
            boolean ended = !(last instanceof Next.Frame);
            while (goesOn && ahead.size() > (ended ? 0 : batchesMax)) {
                goesOn = handOver(ahead.remove().join(), taker);
            }
            if (ended) {
                return last;
            }
        }
        return new Next.End(scanner.offset());
    }

    private static boolean handOver(List<Read> batch, Taker taker) throws IOException {
        for (Read read : batch) {
            if (!taker.take(read)) {
                return false;
            }
        }
        return true;
    }

    /// Returns the last thing found: a frame if there may be more.
    private static Next gather(FrameScanner scanner, List<Next.Frame> frames) throws IOException {
        int bytes = 0;
        while (true) {
            Next next = scanner.next();
            if (!(next instanceof Next.Frame frame)) {
                return next;
            }
            frames.add(frame);
            bytes += frame.body().length;
            if (frames.size() == BATCH_LEAVES || bytes >= BATCH_BYTES) {
                return next;
            }
        }
    }

    @Override
    public void close() {
        workers.ifPresent(ExecutorService::shutdownNow);
    }
}
