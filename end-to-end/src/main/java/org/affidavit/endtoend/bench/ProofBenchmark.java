package org.affidavit.endtoend.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.affidavit.sessionlog.LogTree;
import org.affidavit.sessionlog.bundle.TlogProof;

/// How long the proof of a random record takes: from the log's folder to the text of a tlog-proof,
/// nothing being kept between two of them. Once with all tiles in the system's memory, once with
/// none.
final class ProofBenchmark {
    private static final long RECORDS = Long.getLong("bench.records", 1_000_000);
    private static final int WARM_UP = 2_000;
    private static final int WARM = 5_000;
    private static final int COLD = 30;

    /// Has the system forget what it read of the tiles; no right of root is needed for it.
    private static final String FORGET =
            """
            import os, sys
            for folder, _, files in os.walk(sys.argv[1]):
                for name in files:
                    file = os.open(os.path.join(folder, name), os.O_RDONLY)
                    os.fsync(file)
                    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
                    os.close(file)
            """;

    private ProofBenchmark() {}

    /// @param arguments the folder to write in
    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        try (var scratch = Scratch.in(Path.of(arguments[0]))) {
            Path log = BigLog.write(scratch.folder(), RECORDS);
            double first = millis(log);
            measure(log, WARM_UP);
            double[] warm = measure(log, WARM);
            double[] cold = new double[COLD];
            for (int i = 0; i < COLD; i++) {
                forget(log);
                cold[i] = millis(log);
            }
            Arrays.sort(cold);
            out.printf(
                    Locale.ROOT,
                    "%,d records: a proof takes %.2f ms (99 of 100: %.2f ms) with the tiles in"
                            + " memory, %.2f ms (all: %.2f ms) with the tiles on disk; the first"
                            + " one of a process %.0f ms%n",
                    RECORDS,
                    warm[WARM / 2],
                    warm[WARM * 99 / 100],
                    cold[COLD / 2],
                    cold[COLD - 1],
                    first);
        }
    }

    /// Sorted.
    private static double[] measure(Path log, int times) throws IOException {
        double[] taken = new double[times];
        for (int i = 0; i < times; i++) {
            taken[i] = millis(log);
        }
        Arrays.sort(taken);
        return taken;
    }

    private static double millis(Path log) throws IOException {
        long record = ThreadLocalRandom.current().nextLong(RECORDS);
        long start = System.nanoTime();
        LogTree tree = LogTree.newest(log);
        var proof = tree.prove(record).proof();
        String text = new TlogProof(record, proof.path(), tree.checkpoint().note()).format();
        double taken = (System.nanoTime() - start) / 1e6;
        if (tree.mended() || text.isEmpty()) {
            throw new IOException("The proof was not made from the tiles");
        }
        return taken;
    }

    private static void forget(Path log) throws Exception {
        var process =
                new ProcessBuilder("python3", "-c", FORGET, log.resolve("tile").toString())
                        .inheritIO()
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException("The tiles could not be put out of memory");
        }
    }
}
