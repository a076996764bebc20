package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;

/// A log that version 1 wrote once. It must stay readable for ever, and the format's page must say
/// what is in it.
class GoldenLogTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/v1").toAbsolutePath();
    private static final Path LOG = GOLDEN.resolve("log");
    private static final Path PAGE = Path.of("../docs/formats/session-log.md").toAbsolutePath();

    @Test
    void isIntact() throws IOException {
        var key = VerifierKey.read(VerifierKey.beside(LOG).orElseThrow());
        var report = new SessionLogVerifier(List.of(key)).verify(LOG, (_, _, _) -> true);
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.records()).isEqualTo(4);
        assertThat(report.checks())
                .extracting(CheckResult::status)
                .containsOnly(CheckResult.Status.HOLDS);
    }

    @Test
    void isReadable() throws IOException {
        try (var reader = SessionLogReader.open(LOG, SampleReaders.keys())) {
            LogRecord record = reader.record(2);
            assertThat(record.event()).isInstanceOf(SessionEvent.CommandIntended.class);
            byte[] query =
                    reader.payload(record).payload().orElseThrow().frames().getFirst().bytes();
            assertThat(new String(query, UTF_8)).contains("SELECT 1");
        }
    }

    @Test
    void isWhatThePageShows() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(Files.readString(LOG.resolve("checkpoint")));
        assertThat(page).contains(leaf(2));
        assertThat(shown(page, "AFFLOG")).hasSize(8);
        assertThat(shown(page, "type KEY")).hasSize(7);
        for (String file :
                List.of("segments/00000000000000000000.seg", "vault/00000000000000000000.vlt")) {
            byte[] bytes = Files.readAllBytes(LOG.resolve(file));
            for (String line : shown(page, file.endsWith("seg") ? "AFFLOG" : "type KEY")) {
                int at = Integer.parseInt(line.substring(0, 8), 16);
                String hex = line.substring(10, 49).replace(" ", "");
                assertThat(HexFormat.of().formatHex(bytes, at, at + hex.length() / 2))
                        .as(file + " " + line)
                        .isEqualTo(hex);
            }
        }
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
}
