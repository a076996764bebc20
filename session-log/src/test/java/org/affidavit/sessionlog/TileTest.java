package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.encode.Leaf;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.tile.TileReader;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.CheckResult;
import org.affidavit.sessionlog.verify.CheckResult.Check;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tiles of a log with 600 records, signed at 1, 200 and 600.
class TileTest {
    @TempDir Path folder;
    private TestLog log;
    private Path tiles;

    @BeforeEach
    void writeLog() throws IOException {
        log = new TestLog(folder);
        tiles = log.path().resolve("tile");
        try (var writer = log.open()) {
            heartbeats(writer, 1, 200);
            writer.checkpoint().join();
            assertThat(tiles.resolve("0/000.p/200")).exists();
            heartbeats(writer, 200, 600);
        }
    }

    private static void heartbeats(SessionLog writer, long from, long to) {
        CompletableFuture<Receipt> last = CompletableFuture.failedFuture(new AssertionError());
        for (long i = from; i < to; i++) {
            last = writer.append(TestLog.heartbeat(i), Payload.NONE);
        }
        last.join();
    }

    private Map<String, byte[]> files() throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var walk = Files.walk(tiles)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(tiles.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void areThoseOfTheNewestCheckpoint() throws IOException {
        assertThat(files())
                .containsOnlyKeys(
                        "0/000",
                        "0/001",
                        "0/002.p/88",
                        "1/000.p/2",
                        "entries/000",
                        "entries/001",
                        "entries/002.p/88");
        assertThat(tiles()).isEqualTo(CheckResult.Status.HOLDS);
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    @Test
    void proveEveryRecord() throws IOException {
        try (var reader = SessionLogReader.open(log.path())) {
            Checkpoint checkpoint = reader.checkpoint().orElseThrow();
            var tileReader = new TileReader(tiles, checkpoint.size());
            for (long index = 0; index < 600; index++) {
                byte[] leaf = tileReader.leaf(index);
                var proof = InclusionProof.of(index, 600, tileReader);
                assertThat(proof.root(TreeHash.leaf(leaf)).map(Leaf::hex))
                        .contains(checkpoint.root());
            }
            assertThat(tileReader.leaf(333)).isEqualTo(reader.record(333).leaf());
        }
    }

    @Test
    void areFoundWrongWhereverAByteIsChanged() throws IOException {
        for (var file : files().entrySet()) {
            byte[] bytes = file.getValue();
            for (int at = 0; at < bytes.length; at += 1 + bytes.length / 5) {
                byte[] changed = bytes.clone();
                // Zeros are what a power failure leaves.
                changed[at] ^= (byte) (changed[at] == 1 ? 2 : 1);
                Files.write(tiles.resolve(file.getKey()), changed);
                assertWrong(file.getKey());
            }
            Files.write(tiles.resolve(file.getKey()), bytes);
        }
    }

    @Test
    void areFoundWrongWithAByteMore() throws IOException {
        for (var file : files().entrySet()) {
            Path path = tiles.resolve(file.getKey());
            Files.write(path, new byte[1], StandardOpenOption.APPEND);
            assertWrong(file.getKey());
            Files.write(path, file.getValue());
        }
    }

    private void assertWrong(String tile) throws IOException {
        assertThat(log.verify().verdict())
                .isEqualTo(
                        new Verdict.Altered(
                                -1,
                                "Tile/" + tile + " is not what the records make.",
                                "Records 0 to 599 are as signed."));
        assertThat(tiles()).isEqualTo(CheckResult.Status.BROKEN);
    }

    @Test
    void areNotAlteredWhereOneIsMissing() throws IOException {
        for (var file : files().entrySet()) {
            Files.delete(tiles.resolve(file.getKey()));
            assertMissing(file.getKey());
            Files.write(tiles.resolve(file.getKey()), file.getValue());
        }
    }

    @Test
    void areMissingWhereAPowerFailureLostPartOfOne() throws IOException {
        for (var file : files().entrySet()) {
            byte[] bytes = file.getValue();
            byte[] beginning = Arrays.copyOf(bytes, bytes.length / 2);
            byte[] hole = bytes.clone();
            Arrays.fill(hole, 0, 16, (byte) 0);
            for (byte[] left : List.of(new byte[0], beginning, new byte[bytes.length], hole)) {
                Files.write(tiles.resolve(file.getKey()), left);
                assertMissing(file.getKey());
            }
            Files.write(tiles.resolve(file.getKey()), bytes);
        }
    }

    private void assertMissing(String tile) throws IOException {
        var report = log.verify();
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(tiles()).isEqualTo(CheckResult.Status.UNKNOWN);
        assertThat(report.checks().toString()).contains("Tile/" + tile + " is missing");
    }

    @Test
    void leaveNoRoomForAnythingElse() throws IOException {
        for (String name : new String[] {"0/note", "0/000.p/257", "0/x000/001", "entries/1"}) {
            Path file = tiles.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[] {1});
            assertThat(log.verify().verdict())
                    .isInstanceOfSatisfying(
                            Verdict.Altered.class,
                            altered -> assertThat(altered.what()).contains(name));
            Files.delete(file);
        }
    }

    @Test
    void mayBeShorterOnesIfTheyAreRight() throws IOException {
        Path shorter = tiles.resolve("0/000.p/7");
        byte[] full = Files.readAllBytes(tiles.resolve("0/000"));
        Files.createDirectories(shorter.getParent());
        Files.write(shorter, Arrays.copyOf(full, 7 * 32));
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
        byte[] other = new byte[7 * 32];
        Arrays.fill(other, (byte) 7);
        Files.write(shorter, other);
        assertWrong("0/000.p/7");
    }

    @Test
    void areOfNoRecordsThatTheLogDoesNotHold() throws IOException {
        for (String name : new String[] {"0/003", "0/002.p/89", "1/000", "entries/002.p/200"}) {
            Path file = tiles.resolve(name);
            Files.write(file, new byte[32]);
            assertThat(log.verify().verdict())
                    .isInstanceOfSatisfying(
                            Verdict.Altered.class,
                            altered ->
                                    assertThat(altered.what())
                                            .isEqualTo(
                                                    "Tile/"
                                                            + name
                                                            + " is over records that the log does"
                                                            + " not hold."));
            Files.delete(file);
        }
    }

    @Test
    void areMadeAgainOnOpening() throws IOException {
        Map<String, byte[]> before = files();
        for (String name : before.keySet()) {
            Files.write(tiles.resolve(name), new byte[] {1});
            log.open().close();
            assertThat(files()).as(name).containsExactlyEntriesOf(before);
            Files.delete(tiles.resolve(name));
            log.open().close();
            assertThat(files()).as(name).containsExactlyEntriesOf(before);
        }
        new LogForge(log.path()).dropTiles();
        log.open().close();
        assertThat(files()).containsExactlyEntriesOf(before);
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    private CheckResult.Status tiles() throws IOException {
        return log.verify().checks().stream()
                .filter(check -> check.check() == Check.TILES)
                .findFirst()
                .orElseThrow()
                .status();
    }
}
