package org.affidavit.endtoend.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;

/// How long a verification takes, against `sha256sum` over the same files on the same cores, in
/// turns. Each run is a process of its own, so what Java takes to start and to compile counts; the
/// heap is bounded.
final class VerifyBenchmark {
    private static final long RECORDS = Long.getLong("bench.records", 1_000_000);
    private static final int PAIRS = Integer.getInteger("bench.pairs", 5);
    private static final String HEAP = System.getProperty("bench.heap", "256m");

    private final Path log;
    private final PrintStream out;

    private VerifyBenchmark(Path log, PrintStream out) {
        this.log = log;
        this.out = out;
    }

    /// @param arguments the folder to write in; or `run` and a log, to verify that once
    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        if (arguments[0].equals("run")) {
            once(Path.of(arguments[1]), out);
            return;
        }
        try (var scratch = Scratch.in(Path.of(arguments[0]))) {
            Path log = BigLog.write(scratch.folder(), RECORDS);
            var benchmark = new VerifyBenchmark(log, out);
            benchmark.compare("0");
            if (Runtime.getRuntime().availableProcessors() > 1) {
                benchmark.compare("0,1");
            }
        }
    }

    private static void once(Path log, PrintStream out) throws IOException {
        var keys = List.of(VerifierKey.read(log.resolveSibling("log.vkey")));
        var report = new SessionLogVerifier(keys).verify(log, (_, _, _) -> true);
        out.println(report.verdict());
        if (!(report.verdict() instanceof Verdict.Intact)) {
            throw new IllegalStateException("The log that was just written is not intact");
        }
    }

    private void compare(String cores) throws Exception {
        List<String> files = files();
        int count = cores.split(",", -1).length;
        var sums =
                new ArrayList<>(
                        List.of("taskset", "-c", cores, "xargs", "-n1", "-P" + count, "sha256sum"));
        var verify = new ArrayList<>(List.of("taskset", "-c", cores, java(), "-Xmx" + HEAP));
        verify.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        verify.add(System.getProperty("java.class.path"));
        verify.addAll(List.of(VerifyBenchmark.class.getName(), "run", log.toString()));
        var ratios = new ArrayList<Double>();
        double ours = 0;
        double theirs = 0;
        for (int pair = 0; pair <= PAIRS; pair++) {
            theirs = seconds(sums, files);
            ours = seconds(verify, List.of());
            // The first pair fills the page cache.
            if (pair > 0) {
                ratios.add(theirs / ours);
            }
        }
        ratios.sort(null);
        out.printf(
                Locale.ROOT,
                "%,d records, %,d MiB, cores %s, heap %s: speed to sha256sum %.2f (%.2f to %.2f);"
                        + " last pair %.1f s to %.1f s%n",
                RECORDS,
                bytes() >> 20,
                cores,
                HEAP,
                ratios.get(ratios.size() / 2),
                ratios.getFirst(),
                ratios.getLast(),
                ours,
                theirs);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static double seconds(List<String> command, List<String> input) throws Exception {
        long start = System.nanoTime();
        var process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var in = process.getOutputStream()) {
            in.write(String.join("\n", input).getBytes(UTF_8));
        }
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(log)) {
            return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        }
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (String file : files()) {
            bytes += Files.size(Path.of(file));
        }
        return bytes;
    }
}
