package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.segment.SegmentFormat;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log of many small segments that was recovered once, so that it has a file of every kind.
class SegmentedLogTest {
    @TempDir Path folder;
    private TestLog log;
    private LogLayout layout;
    private List<Long> firsts;

    @BeforeEach
    void writeLog() throws IOException {
        log = new TestLog(folder);
        layout = new LogLayout(log.path());
        try (var writer = log.openInSmallSegments()) {
            log.writeSession(writer);
        }
        firsts = layout.list(FileKind.SEGMENT).numbers();
        Path last = layout.file(FileKind.SEGMENT, firsts.getLast());
        Files.write(last, new byte[] {0, 0, 1}, StandardOpenOption.APPEND);
        try (var writer = log.openInSmallSegments()) {
            writer.append(TestLog.heartbeat(2), Payload.NONE).join();
            writer.append(TestLog.heartbeat(3), Payload.NONE).join();
        }
        firsts = layout.list(FileKind.SEGMENT).numbers();
        assertThat(firsts).hasSizeGreaterThan(3);
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    @Test
    void tellsOfTheBytesThatWereSetAside() throws IOException {
        try (var reader = SessionLogReader.open(log.path())) {
            var recovered = (GatewayEvent.LogRecovered) reader.record(6).event();
            assertThat(recovered.tornBytes()).isEqualTo(3);
            assertThat(recovered.lastIndex()).isEqualTo(5);
            assertThat(layout.torn(6)).hasBinaryContent(new byte[] {0, 0, 1});
        }
    }

    @Test
    void readsAcrossSegments() throws IOException {
        var indexes = new ArrayList<Long>();
        try (var reader = log.reader()) {
            reader.forEach(0, record -> indexes.add(record.index()));
            var payload = reader.payload(reader.record(3)).payload().orElseThrow();
            assertThat(payload.frames()).hasSize(2);
        }
        assertThat(indexes).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    /// Two bytes must not turn tampering into a matter of versions.
    @Test
    void saysThatALogIsAlteredEvenIfItsEndIsOfANewerVersion() throws IOException {
        Path vault = layout.file(FileKind.VAULT, 3);
        byte[] payload = Files.readAllBytes(vault);
        payload[payload.length - 1] ^= 1;
        Files.write(vault, payload);
        Path last = layout.file(FileKind.SEGMENT, firsts.getLast());
        byte[] bytes = Files.readAllBytes(last);
        bytes[6] = 2;
        bytes[7] = ~2;
        int crcAt = SegmentFormat.HEADER_BYTES - 4;
        var crc = new CRC32C();
        crc.update(bytes, 0, crcAt);
        ByteBuffer.wrap(bytes).putInt(crcAt, (int) crc.getValue());
        Files.write(last, bytes);

        assertThat(altered().record()).isEqualTo(3);
    }

    @Test
    void makesTheTreeOfAnyFirstRecordsWithoutDecodingThem() throws IOException {
        var leaves = new CompactRange();
        try (var reader = SessionLogReader.open(log.path())) {
            for (long size = 0; size < reader.size(); size++) {
                assertThat(reader.tree(size).root()).isEqualTo(leaves.root());
                leaves.append(TreeHash.leaf(reader.record(size).leaf()));
            }
            assertThat(reader.tree(9).root()).isEqualTo(leaves.root());
            assertThatThrownBy(() -> reader.tree(10)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void namesTheFirstRecordOfASegmentThatIsGone() throws IOException {
        Files.delete(layout.file(FileKind.SEGMENT, firsts.get(2)));
        assertThat(altered().record()).isEqualTo(firsts.get(2));
    }

    @Test
    void namesTheFirstRecordOfTheLastSegmentWhenItIsGone() throws IOException {
        Files.delete(layout.file(FileKind.SEGMENT, firsts.getLast()));
        Files.delete(layout.file(FileKind.VAULT, firsts.getLast()));
        assertThat(altered().record()).isEqualTo(firsts.getLast());
        assertThatThrownBy(log::open).hasMessageContaining("rolled back");
    }

    @Test
    void findsBytesBehindASegmentThatIsNotTheLast() throws IOException {
        Path file = layout.file(FileKind.SEGMENT, firsts.get(1));
        Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
        assertThat(altered().record()).isEqualTo(firsts.get(2));
    }

    @Test
    void findsASegmentThatSaysItIsNewerThanTheOneBehindIt() throws IOException {
        sayNewer(firsts.get(2));
        assertThat(altered().record()).isEqualTo(firsts.get(2));
    }

    @Test
    void callsALogThatNewerSoftwareWentOnWithTooNewAndNothingElse() throws IOException {
        Files.writeString(layout.torn().resolve("of-a-later-version"), "x");
        for (long first : firsts) {
            if (first >= 4) {
                sayNewer(first);
            }
        }
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.TooNew(2));
    }

    private void sayNewer(long first) throws IOException {
        Path file = layout.file(FileKind.SEGMENT, first);
        byte[] bytes = Files.readAllBytes(file);
        bytes[6] = 2;
        bytes[7] = ~2;
        Files.write(file, bytes);
    }

    @Test
    void findsAVaultFileThatIsGone() throws IOException {
        Files.delete(layout.file(FileKind.VAULT, firsts.get(1)));
        assertThat(altered().record()).isEqualTo(firsts.get(1));
    }

    @Test
    void findsTheSetAsideBytesGone() throws IOException {
        Files.delete(layout.torn(6));
        assertThat(altered().record()).isEqualTo(6);
    }

    /// The promise in full: in a log that was closed, no byte can change unseen, and the record
    /// that the byte is part of is the one that is named. Of the long signatures one byte in 41 is
    /// tried: the same code judges all of them.
    @Test
    void findsEveryFlippedByteOfEveryFile() throws IOException {
        var missed = new ArrayList<String>();
        int flipped = 0;
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            Map<Integer, Long> owners = owners(file, bytes);
            for (int at = 0; at < bytes.length; at += at > 400 && isNote(file) ? 41 : 1) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << (at % 8));
                if (changed[at] == 0) {
                    // A zero in a tile is what a power failure leaves.
                    changed[at] = (byte) ~bytes[at];
                }
                Files.write(file, changed);
                Verdict verdict = log.verify().verdict();
                long owner = owners.getOrDefault(at, -2L);
                if (!(verdict instanceof Verdict.Altered found)
                        || (owner != -2 && found.record() != owner)
                        || found.record() > 8) {
                    missed.add(file.getFileName() + " at " + at + " of " + owner + ": " + verdict);
                }
                flipped++;
            }
            Files.write(file, bytes);
        }
        assertThat(missed).isEmpty();
        assertThat(flipped).isGreaterThan(5_000);
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    private boolean isNote(Path file) {
        return file.toString().contains("checkpoint");
    }

    /// Without the bookmark: the writer's note to itself is no evidence, and nothing rests on it.
    private List<Path> files() throws IOException {
        try (var files = Files.walk(log.path())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(layout.bookmark()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void believesTheRecordsWhateverTheBookmarkSays() throws IOException {
        byte[] bytes = Files.readAllBytes(layout.bookmark());
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) (1 << (at % 8));
            Files.write(layout.bookmark(), changed);
            log.openInSmallSegments().close();
            Files.write(layout.bookmark(), bytes);
        }
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    /// Which record each byte of a framed file belongs to; a header belongs to the file's first.
    private static Map<Integer, Long> owners(Path file, byte[] bytes) {
        var owners = new HashMap<Integer, Long>();
        String name = file.getFileName().toString();
        if (!name.endsWith(".seg") && !name.endsWith(".vlt")) {
            return owners;
        }
        long first = Long.parseLong(name.substring(0, 20));
        for (int at = 0; at < SegmentFormat.HEADER_BYTES; at++) {
            owners.put(at, first);
        }
        var in = ByteBuffer.wrap(bytes);
        int at = SegmentFormat.HEADER_BYTES;
        while (at < bytes.length) {
            int end = at + in.getInt(at) + SegmentFormat.FRAME_EXTRA_BYTES;
            long index = in.getLong(at + 8);
            for (; at < end; at++) {
                owners.put(at, index);
            }
        }
        return owners;
    }

    private Verdict.Altered altered() throws IOException {
        Verdict verdict = log.verify().verdict();
        assertThat(verdict).isInstanceOf(Verdict.Altered.class);
        return (Verdict.Altered) verdict;
    }
}
