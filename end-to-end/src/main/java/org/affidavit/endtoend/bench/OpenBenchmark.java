package org.affidavit.endtoend.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.GatewayEvent.Heartbeat;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.vault.Recipients;

/// How long a gateway waits for its log when it starts, after a clean stop and after a crash,
/// against a log of a thousand records. Every opening is in a process of its own.
final class OpenBenchmark {
    private static final long RECORDS = Long.getLong("bench.records", 1_000_000);
    private static final long FEW = 1_000;
    private static final int PAIRS = Integer.getInteger("bench.pairs", 5);

    /// A little less than lie between two bookmarks.
    private static final int BEHIND = 19_000;

    private OpenBenchmark() {}

    /// @param arguments the folder to write in; or `open` or `crash` and a log's folder
    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        switch (arguments[0]) {
            case "open" -> out.println(open(Path.of(arguments[1])));
            case "crash" -> crash(Path.of(arguments[1]));
            default -> compare(Path.of(arguments[0]), out);
        }
    }

    private static void compare(Path folder, PrintStream out) throws Exception {
        try (var few = Scratch.in(folder);
                var many = Scratch.in(folder)) {
            Path small = BigLog.write(few.folder(), FEW);
            Path large = BigLog.write(many.folder(), RECORDS);
            for (String stop : List.of("clean", "crash")) {
                var ofSmall = new ArrayList<Double>();
                var ofLarge = new ArrayList<Double>();
                for (int pair = 0; pair < PAIRS; pair++) {
                    if (stop.equals("crash")) {
                        child("crash", small);
                        child("crash", large);
                    }
                    ofSmall.add(Double.parseDouble(child("open", small)));
                    ofLarge.add(Double.parseDouble(child("open", large)));
                }
                out.printf(
                        Locale.ROOT,
                        "%,d records after a %s stop: open in %.0f ms (%.0f to %.0f); %,d records:"
                                + " %.0f ms%n",
                        RECORDS,
                        stop,
                        median(ofLarge),
                        ofLarge.getFirst(),
                        ofLarge.getLast(),
                        FEW,
                        median(ofSmall));
            }
        }
    }

    private static double median(List<Double> values) {
        values.sort(null);
        return values.get(values.size() / 2);
    }

    /// Milliseconds until the log takes records.
    private static double open(Path log) throws IOException {
        LogSigner signer = signer(log);
        Recipients recipients = recipients(log);
        long start = System.nanoTime();
        try (var _ = open(log, signer, recipients)) {
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static void crash(Path log) throws IOException {
        var writer = open(log, signer(log), recipients(log));
        var waiting = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < BEHIND; i++) {
            var event = new Heartbeat(Clock.systemUTC().instant(), "bench", i, 0);
            waiting.add(writer.append(event, Payload.NONE));
        }
        waiting.forEach(CompletableFuture::join);
        Runtime.getRuntime().halt(0);
    }

    private static SessionLog open(Path log, LogSigner signer, Recipients recipients)
            throws IOException {
        var options = SessionLog.Options.of(BigLog.ORIGIN, recipients, Clock.systemUTC());
        return SessionLog.open(log, signer, options);
    }

    private static LogSigner signer(Path log) throws IOException {
        return LogSigner.load(log.resolveSibling("log.key"), BigLog.ORIGIN);
    }

    private static Recipients recipients(Path log) throws IOException {
        return Recipients.read(List.of(log.resolveSibling("reader.pub.jwk")));
    }

    private static String child(String what, Path log) throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OpenBenchmark.class.getName(),
                                what,
                                log.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("The log could not be opened");
        }
        return said.strip();
    }
}
