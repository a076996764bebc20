package org.affidavit.endtoend.bench.masking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.policy.MaskingRule.Detector;

/// How fast one thread brings texts through all detectors, against adding up the bytes of the same
/// texts, in turns. Time is the thread's own on a processor, so that others who use the machine
/// count less.
final class Speed {
    private static final int PAIRS = Integer.getInteger("bench.pairs", 7);
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final long NANOS = 500_000_000L;

    private final Masking masking = Quality.masking(EnumSet.allOf(Detector.class));
    private final List<String> texts;
    private final byte[][] buffers;
    private long sink;

    Speed(List<String> texts) {
        this.texts = texts;
        buffers = texts.stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
    }

    /// A row of a table.
    String measure(String name) {
        double[] speeds = new double[PAIRS];
        double[] sums = new double[PAIRS];
        double[] ratios = new double[PAIRS];
        // The first pair is for the compiler.
        for (int pair = -1; pair < PAIRS; pair++) {
            double sum = gigabytesPerSecond(this::sum);
            double speed = gigabytesPerSecond(this::detect);
            if (pair >= 0) {
                speeds[pair] = speed;
                sums[pair] = sum;
                ratios[pair] = speed / sum;
            }
        }
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f | %.2f | %.3f (%.3f to %.3f) |%n",
                name,
                bytes() / texts.size(),
                median(speeds),
                median(sums),
                median(ratios),
                ratios[0],
                ratios[PAIRS - 1]);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private double gigabytesPerSecond(Runnable pass) {
        long passes = 0;
        long start = THREAD.getCurrentThreadCpuTime();
        long taken = 0;
        while (taken < NANOS) {
            pass.run();
            passes++;
            taken = THREAD.getCurrentThreadCpuTime() - start;
        }
        return (double) bytes() * passes / taken;
    }

    private long bytes() {
        return Arrays.stream(buffers).mapToLong(buffer -> buffer.length).sum();
    }

    private void detect() {
        for (String text : texts) {
            sink += masking.text(text).rules().size();
        }
    }

    private void sum() {
        int sum = 0;
        for (byte[] buffer : buffers) {
            for (byte b : buffer) {
                sum += b;
            }
        }
        sink += sum;
    }

    /// So that nothing of the work can be left out.
    long sink() {
        return sink;
    }
}
