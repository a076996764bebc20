package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int ROUNDS = Integer.getInteger("affidavit.kill.rounds", 6);

    /// A round reads all that the rounds before it wrote, so a log is done with after so many.
    private static final int ROUNDS_PER_LOG = 100;

    @TempDir Path folder;

    @Test
    void losesNothingAcknowledgedHoweverOftenItIsKilled() throws Exception {
        long seed = Long.getLong("affidavit.kill.seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        for (int first = 0; first < ROUNDS; first += ROUNDS_PER_LOG) {
            int rounds = Math.min(ROUNDS_PER_LOG, ROUNDS - first);
            killAgainAndAgain(folder.resolve("from-" + first), rounds, random, seed);
            if (ROUNDS > ROUNDS_PER_LOG) {
                System.out.printf("%d rounds of kill -9 held, seed %d%n", first + rounds, seed);
            }
        }
    }

    private static void killAgainAndAgain(
            Path folder, int rounds, SplittableRandom random, long seed) throws Exception {
        var log = new TestLog(Files.createDirectory(folder));
        log.open().close();
        Map<Long, String> acknowledged = new TreeMap<>();
        for (int round = 0; round < rounds; round++) {
            writeAndKill(folder, 1 + random.nextInt(120), acknowledged);
            assertThat(log.verify().verdict())
                    .as("round %d, seed %d", round, seed)
                    .isInstanceOfAny(
                            Verdict.Intact.class, Verdict.Unsigned.class, Verdict.Torn.class);
            log.open().close();
            var report = log.verify();
            assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
            assertThat(report.openSessions()).isZero();
            assertThat(report.records()).isGreaterThan(acknowledged.size());
            assertHolds(log, acknowledged);
        }
    }

    /// Kills the writer with SIGKILL once it has acknowledged so many records.
    private static void writeAndKill(Path folder, int receipts, Map<Long, String> acknowledged)
            throws Exception {
        var child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriter.class.getName(),
                                folder.toString(),
                                Long.toString(TestLog.SMALL_SEGMENT_BYTES))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var out = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            for (int i = 0; i < receipts; i++) {
                acknowledge(out.readLine(), acknowledged);
            }
            // The handle kills as the process would, but leaves its output readable.
            assertThat(child.toHandle().destroyForcibly()).isTrue();
            // What it still said before it died counts, too, if the line is whole.
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.matches("[0-9]+ [0-9a-f]{64}")) {
                    acknowledge(line, acknowledged);
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static void acknowledge(String line, Map<Long, String> acknowledged) {
        assertThat(line).as("the writer ended by itself").isNotNull();
        String[] parts = line.split(" ");
        assertThat(acknowledged.put(Long.parseLong(parts[0]), parts[1])).isNull();
    }

    private static void assertHolds(TestLog log, Map<Long, String> acknowledged)
            throws IOException {
        try (var reader = log.reader()) {
            for (var entry : acknowledged.entrySet()) {
                LogRecord record = reader.record(entry.getKey());
                assertThat(HexFormat.of().formatHex(TreeHash.leaf(record.leaf())))
                        .isEqualTo(entry.getValue());
                assertThat(reader.payload(record).payload()).isPresent();
            }
        }
    }
}
