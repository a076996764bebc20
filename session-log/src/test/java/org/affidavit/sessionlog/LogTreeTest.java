package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.bundle.BundleWriter;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.tree.TreeHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proofs in a log of 600 records.
class LogTreeTest {
    private static final long SIZE = 600;
    private static final long[] SOME = {0, 1, 255, 256, 300, 511, 512, 598, 599};

    @TempDir Path folder;
    private TestLog log;

    @BeforeEach
    void writeLog() throws IOException {
        log = new TestLog(folder);
        // All in one segment, however the records fall into groups.
        try (var writer = log.open(Disk.REAL, 1L << 20)) {
            CompletableFuture<Receipt> last = CompletableFuture.failedFuture(new AssertionError());
            for (long i = 1; i < SIZE; i++) {
                last = writer.append(TestLog.heartbeat(i), Payload.NONE);
            }
            last.join();
        }
    }

    private LogTree tree() throws LogFailure {
        return LogTree.newest(log.path());
    }

    private List<Path> tiles() throws IOException {
        try (var walk = Files.walk(log.path().resolve("tile"))) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void assertProves(LogTree tree, long index) throws IOException {
        var proven = tree.prove(index);
        assertThat(proven.proof().root(TreeHash.leaf(proven.leaf())))
                .hasValue(HexFormat.of().parseHex(tree.checkpoint().root()));
        assertThat(new String(proven.leaf(), UTF_8)).contains("\"n\":\"" + index + "\"");
    }

    /// Whether the records were read for it.
    private boolean provesAll() throws IOException {
        LogTree tree = tree();
        for (long index : SOME) {
            assertProves(tree, index);
        }
        for (long from : new long[] {0, 1, 2, 3, 255, 256, 257, 400, 512, 513, 599, 600}) {
            tree.consistency(from);
        }
        return tree.mended();
    }

    private void spoilRecords() throws IOException {
        try (var walk = Files.walk(log.path().resolve("segments"))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[100]);
            }
        }
    }

    @Test
    void areMadeFromTheTilesAlone() throws IOException {
        spoilRecords();
        assertThat(provesAll()).isFalse();
    }

    @Test
    void takeNoMoreThanTwoTilesOfALevel() throws IOException {
        for (long index : SOME) {
            var needed = new ArrayList<String>();
            for (Path tile : tiles()) {
                byte[] bytes = Files.readAllBytes(tile);
                Files.delete(tile);
                LogTree tree = tree();
                assertProves(tree, index);
                if (tree.mended()) {
                    needed.add(log.path().resolve("tile").relativize(tile).getName(0).toString());
                }
                Files.write(tile, bytes);
            }
            assertThat(needed.stream().filter("0"::equals)).hasSizeLessThanOrEqualTo(2);
            assertThat(needed.stream().filter("1"::equals)).hasSizeLessThanOrEqualTo(2);
            assertThat(needed.stream().filter("entries"::equals)).hasSize(1);
        }
    }

    @Test
    void areMadeFromTheRecordsWhereTilesAreMissing() throws IOException {
        for (Path tile : tiles()) {
            byte[] bytes = Files.readAllBytes(tile);
            Files.delete(tile);
            assertThat(provesAll()).isTrue();
            Files.write(tile, bytes);
        }
        new LogForge(log.path()).dropTiles();
        assertThat(provesAll()).isTrue();
    }

    @Test
    void areNeverMadeFromAWrongTile() throws IOException {
        for (Path tile : tiles()) {
            byte[] bytes = Files.readAllBytes(tile);
            for (int at = 0; at < bytes.length; at += 1 + bytes.length / 7) {
                byte[] wrong = bytes.clone();
                wrong[at] ^= 1;
                Files.write(tile, wrong);
                // A hash that no proof here needs may be wrong unseen.
                var _ = provesAll();
            }
            Files.write(tile, Arrays.copyOf(bytes, bytes.length - 1));
            assertThat(provesAll()).isTrue();
            Files.write(tile, bytes);
        }
    }

    @Test
    void areRefusedWhereTileAndRecordsAreWrong() throws IOException {
        Path tile = log.path().resolve("tile/0/001");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[40] ^= 1;
        Files.write(tile, bytes);
        new LogForge(log.path())
                .rewrite(leaves -> {
                    var forged = new ArrayList<>(leaves);
                    forged.set(300, leaves.get(301));
                    return forged;
                });
        assertThatThrownBy(() -> tree().prove(260))
                .isInstanceOfSatisfying(
                        LogFailure.class, e -> assertThat(e.isAlteration()).isTrue())
                .hasMessageContaining("so no proof was made");
        assertThatThrownBy(() -> tree().consistency(260)).isInstanceOf(LogFailure.class);
    }

    @Test
    void areRefusedWhereRecordsAreGone() throws IOException {
        new LogForge(log.path()).dropTiles();
        new LogForge(log.path()).rewrite(leaves -> leaves.subList(0, 599));
        assertThatThrownBy(() -> tree().prove(3)).hasMessageContaining("records are gone");
    }

    @Test
    void standInNoBundleWithARecordThatWasNotSigned() throws IOException {
        var other = new TestLog(Files.createDirectory(folder.resolve("other")));
        try (var writer = other.open()) {
            other.writeSession(writer);
        }
        new LogForge(other.path())
                .rewrite(leaves ->
                        leaves.stream()
                                .map(leaf -> new String(leaf, ISO_8859_1))
                                .map(leaf -> leaf.replace("SELECT", "DELETE"))
                                .map(leaf -> leaf.getBytes(ISO_8859_1))
                                .toList());
        var bundle = new BundleWriter(other.path(), List.of());
        assertThatThrownBy(() ->
                        bundle.write(
                                new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T"),
                                folder.resolve("bundle.zip")))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("is not the one that was signed, so no bundle was made");
    }

    @Test
    void areOfSignedRecordsOnly() {
        assertThatThrownBy(() -> tree().prove(SIZE)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree().prove(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void needACheckpoint() throws IOException {
        Files.delete(log.path().resolve("checkpoint"));
        assertThatThrownBy(this::tree)
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("has no checkpoint");
    }
}
