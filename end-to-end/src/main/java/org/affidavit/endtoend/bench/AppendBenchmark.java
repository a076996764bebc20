package org.affidavit.endtoend.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.affidavit.endtoend.bench.Appends.Sizes;

/// How much of the disk's speed the log keeps: records of 1 KiB, durable before acknowledged,
/// against [BareAppends], in turns.
final class AppendBenchmark {
    private static final int PAYLOAD_BYTES = 1_024;
    private static final Duration RUN = Duration.ofSeconds(Integer.getInteger("bench.seconds", 4));
    private static final int PAIRS = Integer.getInteger("bench.pairs", 5);

    private static final List<Integer> PRODUCERS =
            Stream.of(System.getProperty("bench.producers", "1,16,256").split(","))
                    .map(Integer::valueOf)
                    .toList();

    private final Path folder;
    private final PrintStream out;
    private int runs;

    private AppendBenchmark(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /// @param arguments the folder to write in; its disk is what is measured
    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        try (var scratch = Scratch.in(Path.of(arguments[0]))) {
            new AppendBenchmark(scratch.folder(), out).run();
        }
    }

    private void run() throws Exception {
        Appends.Start log = LogAppends.of(PAYLOAD_BYTES);
        Sizes sizes = sizes(log);
        out.printf(
                Locale.ROOT,
                "%d B leaf and %d B payload on disk a record, %d pairs of runs of %d s%n",
                sizes.leaf(),
                sizes.payload(),
                PAIRS,
                RUN.toSeconds());
        out.println("producers  log/s  bare/s  throughput  log p99  bare p99  p99 ratio");
        for (int producers : PRODUCERS) {
            compare(producers, log, BareAppends.of(sizes));
        }
    }

    /// A run that only warms up and weighs.
    private Sizes sizes(Appends.Start log) throws Exception {
        Appends appends = log.in(next());
        try (appends) {
            Load.run(appends, 16, RUN);
        }
        return appends.sizes();
    }

    private void compare(int producers, Appends.Start log, Appends.Start bare) throws Exception {
        var ours = new ArrayList<Load.Result>();
        var baseline = new ArrayList<Load.Result>();
        for (int pair = 0; pair <= PAIRS; pair++) {
            Load.Result one = once(bare, producers);
            Load.Result other = once(log, producers);
            // The first pair warms up.
            if (pair > 0) {
                baseline.add(one);
                ours.add(other);
            }
        }
        out.printf(
                Locale.ROOT,
                "%9d  %,5.0f  %,6.0f  %10.2f  %4.1f ms  %5.1f ms  %9.2f%n",
                producers,
                Load.median(ours, Load.Result::perSecond),
                Load.median(baseline, Load.Result::perSecond),
                Load.medianRatio(ours, baseline, Load.Result::perSecond),
                Load.median(ours, Load.Result::p99Millis),
                Load.median(baseline, Load.Result::p99Millis),
                Load.medianRatio(ours, baseline, Load.Result::p99Millis));
    }

    private Load.Result once(Appends.Start start, int producers) throws Exception {
        try (Appends appends = start.in(next())) {
            return Load.run(appends, producers, RUN);
        }
    }

    private Path next() throws IOException {
        return Files.createDirectory(folder.resolve("run-" + runs++));
    }
}
