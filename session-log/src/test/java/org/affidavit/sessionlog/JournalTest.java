package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.UUID;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.JournalGroup;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log as a crash leaves it: a checkpoint over records 0 to 2, and acknowledged records 3 to 5 in
/// the journal alone.
class JournalTest {
    private static final SessionId ID = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");

    @TempDir Path folder;
    private TestLog log;
    private LogLayout layout;

    @BeforeEach
    void writeAndCrash() throws IOException {
        var alive = new TestLog(Files.createDirectory(folder.resolve("alive")));
        try (var writer = alive.open()) {
            writer.append(SampleEvents.opened(ID), Payload.NONE).join();
            writer.append(TestLog.heartbeat(1), Payload.NONE).join();
            writer.checkpoint().join();
            for (int part = 1; part <= 3; part++) {
                writer.append(part(part), SampleEvents.payload()).join();
            }
            LogForge.copy(alive.path(), folder.resolve("log"));
        }
        assertThat(new LogLayout(alive.path()).journal()).doesNotExist();
        Files.copy(folder.resolve("alive/log.key"), folder.resolve("log.key"));
        log = new TestLog(folder);
        layout = new LogLayout(log.path());
    }

    private static SessionEvent part(int part) {
        return new SessionEvent.ResponseDelivered(ID, SampleLogs.START, 1, part);
    }

    private long recordsInFiles() throws LogFailure {
        try (var reader = log.reader()) {
            long size = 0;
            while (holds(reader, size)) {
                size++;
            }
            return size;
        }
    }

    private static boolean holds(SessionLogReader reader, long index) throws LogFailure {
        try {
            return reader.record(index).index() == index;
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }

    @Test
    void holdsWhatWasAcknowledgedUntilItsFilesDo() throws IOException {
        assertThat(recordsInFiles()).isEqualTo(3);
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Unsigned(3, 6));
        try (var writer = log.open()) {
            assertThat(writer.recovered().orElseThrow().adopted()).isEqualTo(3);
        }
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
        try (var reader = log.reader()) {
            for (int part = 1; part <= 3; part++) {
                LogRecord record = reader.record(2 + part);
                assertThat(record.event()).isEqualTo(part(part));
                assertThat(reader.payload(record).payload()).contains(SampleEvents.payload());
            }
        }
    }

    @Test
    void noTileStandsForRecordsThatAreInTheJournalAlone() throws IOException {
        var busy = new TestLog(Files.createDirectory(folder.resolve("busy")));
        Path crashed = folder.resolve("crashed");
        try (var writer = busy.open()) {
            for (int i = 0; Files.notExists(busy.path().resolve("tile/0/000")); i++) {
                writer.append(TestLog.heartbeat(i), Payload.NONE).join();
            }
            LogForge.copy(busy.path(), crashed);
        }
        assertThat(busy.verify(crashed).verdict()).isInstanceOf(Verdict.Unsigned.class);
    }

    @Test
    void isReadUpToWhatTheCrashLeftOfIt() throws IOException {
        byte[] whole = Files.readAllBytes(layout.journal());
        Path copies = folder.resolve("copies");
        for (int length = 0; length <= 3 * JournalGroup.SLOT_BYTES; length += 128) {
            var copy =
                    new TestLog(Files.createDirectories(copies.resolve(Integer.toString(length))));
            LogForge.copy(log.path(), copy.path());
            Files.copy(folder.resolve("log.key"), copy.path().resolveSibling("log.key"));
            byte[] left = whole.clone();
            java.util.Arrays.fill(left, length, left.length, (byte) 0);
            Files.write(new LogLayout(copy.path()).journal(), left);
            long groups = JournalGroup.readAll(new LogLayout(copy.path()).journal()).size();
            var before = copy.verify().verdict();
            assertThat(before)
                    .isEqualTo(
                            groups == 0
                                    ? new Verdict.Intact()
                                    : new Verdict.Unsigned(3, 3 + groups));
            try (var writer = copy.open()) {
                assertThat(writer.recovered().orElseThrow().adopted()).isEqualTo(groups);
            }
            assertThat(copy.verify().verdict()).isEqualTo(new Verdict.Intact());
        }
    }

    @Test
    void isReadOverWhatAPowerCutLeftOfItsFiles() throws IOException {
        for (FileKind kind : FileKind.values()) {
            Files.write(layout.file(kind, 0), new byte[700], StandardOpenOption.APPEND);
        }
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Torn.class);
        log.open().close();
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
        try (var reader = log.reader()) {
            assertThat(reader.record(5).event()).isEqualTo(part(3));
        }
    }

    @Test
    void changesNothingThatIsSigned() throws IOException {
        byte[] journal = Files.readAllBytes(layout.journal());
        log.open().close();
        Files.write(layout.journal(), journal);
        byte[] segment = Files.readAllBytes(layout.file(FileKind.SEGMENT, 0));
        segment[segment.length / 2] ^= 1;
        Files.write(layout.file(FileKind.SEGMENT, 0), segment);
        assertThatThrownBy(log::open).isInstanceOf(LogFailure.class);
        assertThat(layout.file(FileKind.SEGMENT, 0)).hasBinaryContent(segment);
    }

    @Test
    void isRefusedBesideFilesThatAreShorterThanItKnows() throws IOException {
        for (FileKind kind : FileKind.values()) {
            try (var channel =
                    Files.newByteChannel(layout.file(kind, 0), StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 1);
            }
            assertThatThrownBy(log::open)
                    .isInstanceOf(LogFailure.class)
                    .hasMessageContaining("shorter than it was");
        }
    }

    @Test
    void endsWhereAGroupOfAnotherGenerationBegins() throws IOException {
        var id = UUID.randomUUID();
        write(group(id, 1, 7), group(id, 1, 8), group(id, 0, 9));
        assertThat(JournalGroup.readAll(layout.journal()))
                .extracting(JournalGroup::first)
                .containsExactly(7L, 8L);
        write(group(id, 1, 7), group(id, 1, 9));
        assertThat(JournalGroup.readAll(layout.journal())).hasSize(1);
        write(group(id, 1, 7), group(UUID.randomUUID(), 1, 8));
        assertThat(JournalGroup.readAll(layout.journal())).hasSize(1);
    }

    @Test
    void readsNothingIntoAnyBytes() throws IOException {
        long seed = System.nanoTime();
        var random = new SplittableRandom(seed);
        byte[] whole = Files.readAllBytes(layout.journal());
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = whole.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(2 * JournalGroup.SLOT_BYTES)] ^=
                        (byte) (1 << random.nextInt(8));
            }
            Files.write(layout.journal(), bytes);
            var groups = new ArrayList<>(JournalGroup.readAll(layout.journal()));
            for (int slot = 0; slot < groups.size(); slot++) {
                assertThat(groups.get(slot).first()).as("seed %d", seed).isEqualTo(3 + slot);
            }
        }
    }

    @Test
    void keepsNoCopyOfWhatIsErased() throws Exception {
        try (var writer = log.open()) {
            var before = SessionId.at(SampleLogs.START, new SplittableRandom(1));
            writer.append(SampleEvents.opened(before), Payload.NONE).join();
            writer.append(
                            new SessionEvent.ResponseDelivered(before, SampleLogs.START, 1, 1),
                            SampleEvents.payload())
                    .join();
            writer.append(SampleEvents.closed(before), Payload.NONE).join();
            byte[] journal = Files.readAllBytes(layout.journal());
            assertThat(text(journal)).contains(before.toString());
            writer.erase(
                    new Erasure(before, java.util.Optional.empty(), "dana", "GDPR 17", "asked to"));
            assertThat(text(Files.readAllBytes(layout.journal()))).doesNotContain("{");
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static JournalGroup group(UUID boot, long generation, long first) {
        return new JournalGroup(
                boot,
                generation,
                first,
                1,
                0,
                200 + 10 * first,
                300 + 20 * first,
                ByteBuffer.allocate(20),
                ByteBuffer.allocate(10));
    }

    private void write(JournalGroup... groups) throws IOException {
        var out = ByteBuffer.allocate(groups.length * JournalGroup.SLOT_BYTES);
        for (int i = 0; i < groups.length; i++) {
            groups[i].write(out.position(i * JournalGroup.SLOT_BYTES));
        }
        Files.write(layout.journal(), out.array());
    }
}
