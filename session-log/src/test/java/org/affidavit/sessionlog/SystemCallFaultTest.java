package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A writer in a process of its own whose system calls fail, as a real disk makes them fail.
class SystemCallFaultTest {
    private static final long SEGMENT_BYTES = 1 << 20;

    @TempDir Path folder;
    private TestLog log;

    @BeforeEach
    void createLog() throws Exception {
        boolean traces;
        try {
            traces = new ProcessBuilder("strace", "-V").start().waitFor() == 0;
        } catch (IOException e) {
            traces = false;
        }
        assumeTrue(traces, "strace is not installed: faults of the system are NOT tested");
        log = new TestLog(folder);
        log.open().close();
    }

    @ParameterizedTest(name = "{0} answers {1} at its call {2}")
    @CsvSource({
        "fdatasync, EIO, 1",
        "fdatasync, EIO, 2",
        "fdatasync, EIO, 23",
        "fdatasync, ENOSPC, 40",
        "fsync, EIO, 5",
        "fsync, EIO, 6",
        "rename, EIO, 1",
        "rename, ENOSPC, 4",
    })
    void losesNothingAcknowledgedWhenACallFails(String call, String error, int when)
            throws Exception {
        Map<Long, String> acknowledged =
                writeUntilItFails("inject=" + call + ":error=" + error + ":when=" + when + "+");
        assertHolds(acknowledged);
    }

    @ParameterizedTest(name = "a write to {0} is refused for want of space at call {1}")
    @CsvSource({"segments, 1", "segments, 9", "vault, 1", "vault, 9"})
    void losesNothingAcknowledgedWhenTheDiskFillsInTheMiddleOfAGroup(String kind, int when)
            throws Exception {
        assertHolds(
                writeUntilItFails(
                        "inject=write:error=ENOSPC:when=" + when + "+",
                        "-P",
                        log.path().resolve(kind + "/" + name(kind)).toString()));
    }

    @Test
    void changesNothingInALogThatLiesOnAReadOnlyDisk() throws Exception {
        var lock = log.path().resolve("lock").toString();
        assertThat(writeUntilItFails("inject=openat:error=EROFS", "-P", lock)).isEmpty();
        assertThat(Files.readString(folder.resolve("complaints")))
                .contains("Read-only file system", "nothing may run");
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    @Test
    void writesOnAndOnWithoutAFault() throws Exception {
        var writer = start(List.of("timeout", "-s", "KILL", "3"));
        assertThat(acknowledged(writer)).hasSizeGreaterThan(20);
    }

    private static String name(String kind) {
        return "00000000000000000000" + (kind.equals("vault") ? ".vlt" : ".seg");
    }

    private Map<Long, String> writeUntilItFails(String... options) throws Exception {
        var command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e"));
        command.addAll(List.of(options));
        return acknowledged(start(command));
    }

    private Process start(List<String> prefix) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        folder.toString(),
                        Long.toString(SEGMENT_BYTES)));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("complaints").toFile())
                .start();
    }

    private static Map<Long, String> acknowledged(Process writer) throws Exception {
        var acknowledged = new TreeMap<Long, String>();
        try (var out = writer.inputReader(UTF_8)) {
            for (String line : out.lines().toList()) {
                String[] parts = line.split(" ");
                if (parts.length == 2 && parts[1].length() == 64) {
                    acknowledged.put(Long.parseLong(parts[0]), parts[1]);
                }
            }
        }
        assertThat(writer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return acknowledged;
    }

    private void assertHolds(Map<Long, String> acknowledged) throws IOException {
        assertThat(Files.readString(folder.resolve("complaints")))
                .containsAnyOf(
                        "could not be made durable", "could not be written", "could not be opened");
        assertThat(log.verify().verdict())
                .isInstanceOfAny(Verdict.Intact.class, Verdict.Unsigned.class, Verdict.Torn.class);
        log.open().close();
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
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
