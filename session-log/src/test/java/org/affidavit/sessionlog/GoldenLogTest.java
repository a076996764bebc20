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
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that version 1 wrote once. It must stay readable for ever, and the format's page must say
/// what is in it.
class GoldenLogTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/v1").toAbsolutePath();
    private static final Path LOG = GOLDEN.resolve("log");
    private static final Path PAGE = Path.of("../docs/formats/session-log.md").toAbsolutePath();

    @TempDir Path folder;

    @Test
    void isIntact() throws IOException {
        var key = VerifierKey.read(VerifierKey.beside(LOG).orElseThrow());
        var report = new SessionLogVerifier(List.of(key)).verify(LOG, (_, _, _) -> true);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.records()).isEqualTo(4);
    }

    @Test
    void isReadable() throws IOException {
        try (var reader = SessionLogReader.open(LOG)) {
            LogRecord record = reader.record(2);
            assertThat(record.event()).isInstanceOf(SessionEvent.CommandIntended.class);
            byte[] query = reader.payload(record).frames().getFirst().bytes();
            assertThat(new String(query, UTF_8)).contains("SELECT 1");
        }
    }

    @Test
    void isWhatThePageShows() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(Files.readString(LOG.resolve("checkpoint")));
        assertThat(page).contains(leaf(2));
        assertThat(shown(page, "AFFLOG")).hasSize(8);
        assertThat(shown(page, "t.....")).hasSize(3);
        for (String file :
                List.of("segments/00000000000000000000.seg", "vault/00000000000000000000.vlt")) {
            byte[] bytes = Files.readAllBytes(LOG.resolve(file));
            for (String line : shown(page, file.endsWith("seg") ? "AFFLOG" : "t.....")) {
                int at = Integer.parseInt(line.substring(0, 8), 16);
                String hex = line.substring(10, 49).replace(" ", "");
                assertThat(HexFormat.of().formatHex(bytes, at, at + hex.length() / 2))
                        .as(file + " " + line)
                        .isEqualTo(hex);
            }
        }
    }

    @Test
    void hasTheRootThatPythonComputesAsThePageSays() throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf("```python\n") + "```python\n".length();
        Path script =
                Files.writeString(
                        folder.resolve("root.py"), page.substring(from, page.indexOf("```", from)));
        assumeTrue(run("python3", "--version") == 0, "SKIPPED: python3 is not installed");
        assertThat(run("python3", script.toString(), LOG.toString())).isZero();
        List<String> checkpoint = Files.readAllLines(LOG.resolve("checkpoint"));
        assertThat(folder.resolve("out"))
                .hasContent(checkpoint.get(1) + " " + checkpoint.get(2) + "\n");
    }

    @Test
    void hasTheSignatureThatOpensslVerifiesAsThePageSays() throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf("```sh\n") + "```sh\n".length();
        Path script =
                Files.writeString(
                        folder.resolve("check.sh"),
                        "set -e\n" + page.substring(from, page.indexOf("```", from)));
        LogForge.copy(GOLDEN, folder.resolve("copy"));
        assumeTrue(run("openssl", "version") == 0, "SKIPPED: openssl is not installed");
        assertThat(run("sh", script.toString())).isZero();
        Path checkpoint = folder.resolve("copy/log/checkpoint");
        Files.writeString(checkpoint, Files.readString(checkpoint).replace("\n4\n", "\n5\n"));
        assertThat(run("sh", script.toString())).isNotZero();
    }

    private static String leaf(long index) throws IOException {
        try (var reader = SessionLogReader.open(LOG)) {
            return new String(reader.record(index).leaf(), UTF_8);
        }
    }

    /// The hex lines of the block in which a word stands.
    private static List<String> shown(String page, String word) {
        var lines = new ArrayList<String>();
        for (String block : page.split("```")) {
            if (block.contains(word) && block.startsWith("\n0")) {
                block.lines().filter(line -> line.matches("[0-9a-f]{8}: .*")).forEach(lines::add);
            }
        }
        return lines;
    }

    private int run(String... command) throws InterruptedException {
        Path copy = folder.resolve("copy");
        try {
            return new ProcessBuilder(command)
                    .directory((Files.exists(copy) ? copy : folder).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out").toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return 127;
        }
    }
}
