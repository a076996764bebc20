package org.affidavit.endtoend.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/// Producers that each append as fast as they are answered, for a while.
final class Load {
    private Load() {}

    /// @param perSecond records acknowledged
    /// @param p99Millis time to acknowledgement that 99 of 100 records did not exceed
    record Result(double perSecond, double p99Millis) {}

    static Result run(Appends appends, int producers, Duration time) throws Exception {
        var work = new ArrayList<Callable<long[]>>();
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; i < producers; i++) {
            work.add(() -> produce(appends.producer(), end));
        }
        long start = System.nanoTime();
        var parts = new ArrayList<long[]>();
        try (var threads = Executors.newFixedThreadPool(producers)) {
            for (Future<long[]> part : threads.invokeAll(work)) {
                parts.add(part.get());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] all = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Result(all.length / seconds, all[all.length * 99 / 100] / 1e6);
    }

    private static long[] produce(Appends.Producer producer, long end) {
        long[] nanos = new long[1_024];
        int count = 0;
        for (long before = System.nanoTime(); before < end; ) {
            producer.append();
            long after = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = after - before;
            before = after;
        }
        return Arrays.copyOf(nanos, count);
    }

    static double median(List<Result> results, ToDoubleFunction<Result> figure) {
        double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /// The middle one of the ratios of runs that followed each other.
    static double medianRatio(
            List<Result> ours, List<Result> baseline, ToDoubleFunction<Result> figure) {
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(baseline.get(i));
        }
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }
}
