package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.encode.Disclosure;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.InclusionProof;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.vault.PayloadReading;
import org.affidavit.sessionlog.vault.ShownUnits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page for people who do not trust us, run as it stands, and Go's libraries beside it.
class VerifyWithoutUsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/v1").toAbsolutePath();
    private static final Path GO = Path.of("src/test/resources/strangers/verify.go");
    private static final Path PAGE = Path.of("../docs/verify-without-us.md");

    /// A command block, and what the page says that it prints.
    private static final Pattern STEP =
            Pattern.compile("```sh\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);

    @TempDir Path folder;

    @BeforeEach
    void takeThreeThings() throws IOException {
        LogForge.copy(GOLDEN, folder);
        Files.copy(GO, folder.resolve("verify.go"));
        Files.writeString(folder.resolve("reader.jwk"), SampleReaders.AUDITOR);
        Files.write(folder.resolve("shown.json"), shown());
    }

    /// The command of record 2, without its shape.
    private byte[] shown() throws IOException {
        Path log = folder.resolve("log");
        try (var reader = SessionLogReader.open(log, SampleReaders.keys())) {
            var opened = (PayloadReading.Open) reader.payload(reader.record(2));
            var units = ShownUnits.of(opened.opened(), new TreeSet<>(List.of(1)));
            return new Disclosure(leaf(2), proof(2), units, 1).bytes();
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyCommandOfThePagePrintsWhatThePageShows() throws Exception {
        OutsideTools.require("python3", "openssl", "jq", "sha256sum", "go", "jose", "zstd");
        Walk walk = walk();
        assertThat(walk.shown()).hasSize(10);
        var ended = bash(String.join("echo ----\n", walk.commands()));
        assertThat(ended.out()).isEqualTo(String.join("----\n", walk.shown()));
        assertThat(ended.exit()).isZero();
    }

    @Test
    void noRecordCanBeChangedUnseen() throws Exception {
        OutsideTools.require("python3", "openssl", "jq", "sha256sum", "go");
        Path segment = folder.resolve("log/segments/00000000000000000000.seg");
        byte[] bytes = Files.readAllBytes(segment);
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("SELECT")] ^= 0x20;
        Files.write(segment, bytes);
        List<String> commands = walk().commands();
        assertThat(bash(commands.get(0)).exit()).isNotZero();
        var go = bash(libraries(commands));
        assertThat(go.out()).contains("NOT those that were signed");
        assertThat(go.exit()).isNotZero();
    }

    @Test
    void noCheckpointCanBeChangedUnseen() throws Exception {
        OutsideTools.require("openssl", "go");
        Path checkpoint = folder.resolve("log/checkpoint");
        Files.writeString(checkpoint, Files.readString(checkpoint).replace("\n4\n", "\n3\n"));
        List<String> commands = walk().commands();
        assertThat(bash(commands.get(1)).out()).contains("Signature Verification Failure");
        assertThat(bash(libraries(commands)).out()).contains("invalid signature");
    }

    @Test
    void aKeyOfAnotherTypeIsNoHindrance() throws Exception {
        OutsideTools.require("openssl", "go");
        Path key = folder.resolve("log.vkey");
        Files.writeString(
                key,
                "# the gateway's keys\ngw.example/affidavit+00000000+BgAA\n"
                        + Files.readString(key).strip()
                        + " from=0\n");
        List<String> commands = walk().commands();
        assertThat(bash(commands.get(1)).exit()).isZero();
        assertThat(bash(libraries(commands)).exit()).isZero();
    }

    @Test
    void goAcceptsAProofOfOursAndNoOtherLeafWithIt() throws Exception {
        OutsideTools.require("go");
        for (int index = 0; index < 4; index++) {
            Files.writeString(folder.resolve(index + ".tlog-proof"), proof(index));
            Files.write(folder.resolve(index + ".json"), leaf(index));
        }
        assertThat(go("2.tlog-proof", "2.json").out())
                .isEqualTo("record 2 of 4 is as it was signed\n");
        assertThat(go("3.tlog-proof", "3.json").exit()).isZero();
        assertThat(go("2.tlog-proof", "3.json").exit()).isNotZero();
        byte[] tampered = leaf(2);
        tampered[tampered.length / 2] ^= 1;
        Files.write(folder.resolve("tampered.json"), tampered);
        assertThat(go("2.tlog-proof", "tampered.json").out())
                .contains("invalid transparency proof");
    }

    /// The step that reads the segments with Go.
    private static String libraries(List<String> commands) {
        return commands.stream()
                .filter(command -> command.contains("go run verify.go log "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void goProvesRecordsAndGrowthFromTheTilesOfALogWithoutItsRecords() throws Exception {
        OutsideTools.require("go");
        var log = tiled();
        for (Path segment : segments(log)) {
            Files.delete(segment);
        }
        for (int index : new int[] {0, 255, 256, 511, 512, 599}) {
            var go = tiles(log, index);
            assertThat(go.out())
                    .isEqualTo(
                            "record "
                                    + index
                                    + " of 600 is as it was signed\n"
                                    + "the log of 600 records begins with that of 300\n");
        }
    }

    @Test
    void goAcceptsNoTileThatWasChanged() throws Exception {
        OutsideTools.require("go");
        var log = tiled();
        for (String name : List.of("0/001", "1/000.p/2", "entries/001")) {
            Path tile = log.path().resolve("tile").resolve(name);
            byte[] bytes = Files.readAllBytes(tile);
            byte[] changed = bytes.clone();
            changed[20] ^= 1;
            Files.write(tile, changed);
            assertThat(tiles(log, 256).exit()).as(name).isNotZero();
            Files.write(tile, bytes);
        }
        assertThat(tiles(log, 256).exit()).isZero();
    }

    /// 600 records, signed at 300, too.
    private TestLog tiled() throws IOException {
        var log = new TestLog(Files.createDirectory(folder.resolve("tiled")));
        try (var writer = log.open()) {
            for (long i = 1; i < 600; i++) {
                var written = writer.append(TestLog.heartbeat(i), Payload.NONE);
                if (i == 299) {
                    written.join();
                    writer.checkpoint().join();
                }
            }
        }
        Files.writeString(folder.resolve("tiled.vkey"), log.signer().verifierKey().text());
        return log;
    }

    private static List<Path> segments(TestLog log) throws IOException {
        try (var files = Files.list(log.path().resolve("segments"))) {
            return files.toList();
        }
    }

    private OutsideTools.Ended tiles(TestLog log, long index) throws Exception {
        return new OutsideTools(folder)
                .run(
                        List.of(
                                "go",
                                "run",
                                "verify.go",
                                "-tiles",
                                log.path().toString(),
                                "tiled.vkey",
                                Long.toString(index),
                                "300"));
    }

    private OutsideTools.Ended go(String proof, String leaf) throws Exception {
        return new OutsideTools(folder)
                .run(List.of("go", "run", "verify.go", "-proof", proof, "log.vkey", leaf));
    }

    private OutsideTools.Ended bash(String commands) throws Exception {
        return new OutsideTools(folder)
                .run(List.of("bash", "-eu", "-o", "pipefail", "-c", commands));
    }

    /// What the page tells to type, and what it says comes of it.
    private record Walk(List<String> commands, List<String> shown) {}

    private static Walk walk() throws IOException {
        var commands = new ArrayList<String>();
        var shown = new ArrayList<String>();
        var step = STEP.matcher(Files.readString(PAGE));
        while (step.find()) {
            commands.add(step.group(1));
            shown.add(step.group(2) == null ? "" : step.group(2));
        }
        return new Walk(commands, shown);
    }

    private byte[] leaf(long index) throws IOException {
        try (var reader = SessionLogReader.open(folder.resolve("log"))) {
            return reader.record(index).leaf();
        }
    }

    private String proof(long index) throws IOException {
        var lines = new StringBuilder("c2sp.org/tlog-proof@v1\nindex " + index + "\n");
        for (byte[] hash : InclusionProof.of(index, 4, this::subtree).path()) {
            lines.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        return lines + "\n" + Files.readString(folder.resolve("log/checkpoint"), UTF_8);
    }

    private byte[] subtree(int level, long index) throws IOException {
        var tree = new CompactRange();
        for (long i = index << level; i < (index + 1) << level; i++) {
            tree.append(TreeHash.leaf(leaf(i)));
        }
        return tree.root();
    }
}
