package org.affidavit.sessionlog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.affidavit.sessionlog.event.GatewayEvent.PeriodClosed;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleApprover;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log of 300 heartbeats and a session, whose writer reads at most ten records whole.
class QuickOpeningTest {
    private static final long QUICK = 10;
    private static final long NEVER = Long.MAX_VALUE;

    @TempDir Path folder;
    private TestLog log;
    private LogLayout layout;

    @BeforeEach
    void write() throws IOException {
        log = new TestLog(folder);
        layout = new LogLayout(log.path());
        try (var writer = log.openQuickly(QUICK)) {
            heartbeats(writer, 300);
            log.writeSession(writer);
        }
    }

    private static void heartbeats(SessionLog writer, int count) {
        for (int i = 0; i < count; i++) {
            writer.append(TestLog.heartbeat(i), Payload.NONE).join();
        }
    }

    @Test
    void goesOnWhereTheWriterWas() throws Exception {
        try (var writer = log.openQuickly(QUICK)) {
            assertThat(writer.readAgain().get(1, TimeUnit.MINUTES)).isGreaterThan(200);
            heartbeats(writer, 300);
        }
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Intact.class);
        try (var writer = log.openQuickly(NEVER)) {
            assertThat(writer.readAgain().get()).isZero();
        }
    }

    @Test
    void doesNotWaitForWhatLiesBeforeTheBookmark() throws Exception {
        alterTheFirstSegment();
        try (var writer = log.openQuickly(QUICK)) {
            assertThat(writer.onFailure().get(1, TimeUnit.MINUTES))
                    .hasMessageContaining("was tampered with")
                    .hasMessageContaining("record 0");
            assertThatThrownBy(() -> heartbeats(writer, 1)).hasMessageContaining("tampered");
        }
    }

    @Test
    void erasesNothingBeforeAllOfItWasRead() throws Exception {
        var session = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
        var wanted = new Erasure(session, Optional.empty(), "dana", "law", "asked");
        alterTheFirstSegment();
        try (var writer = log.openQuickly(QUICK)) {
            assertThatThrownBy(() -> writer.erase(wanted))
                    .hasMessageContaining("was tampered with");
        }
    }

    @Test
    void neverSignsWhatWasAltered() throws Exception {
        alterTheFirstSegment();
        try (var writer = log.openQuickly(QUICK)) {
            assertThat(writer.onFailure().get(1, TimeUnit.MINUTES)).isNotNull();
        }
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Altered.class);
    }

    @Test
    void isNotOpenedQuicklyAgainOnceItWasFoundAltered() throws Exception {
        alterTheFirstSegment();
        try (var writer = log.openQuickly(QUICK)) {
            assertThat(writer.onFailure().get(1, TimeUnit.MINUTES)).isNotNull();
        }
        assertThatThrownBy(() -> log.openQuickly(QUICK)).hasMessageContaining("record 0");
    }

    @Test
    void aMissingSegmentIsFound() throws Exception {
        Files.delete(layout.file(FileKind.SEGMENT, 0));
        assertThatThrownBy(() -> log.openQuickly(QUICK))
                .hasMessageContaining("records from 0 on are missing");
    }

    @Test
    void sessionsThatWereOpenEndWithTheirCountAndRoot() throws Exception {
        var id = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S2T");
        try (var alive = log.openQuickly(QUICK)) {
            alive.append(SampleEvents.opened(id), Payload.NONE).join();
            alive.checkpoint().join();
            heartbeats(alive, 3);
            LogForge.copy(log.path(), folder.resolve("crashed/log"));
        }
        Files.copy(folder.resolve("log.key"), folder.resolve("crashed/log.key"));
        var crashed = new TestLog(folder.resolve("crashed"));
        try (var writer = crashed.openQuickly(QUICK)) {
            assertThat(writer.recovered()).isPresent();
            assertThat(writer.readAgain().get(1, TimeUnit.MINUTES)).isPositive();
        }
        assertThat(crashed.verify().verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void knowsTheDeviceKeysThatWereOnRecordBefore() throws Exception {
        var enrolled = SampleApprover.load().enrolled(SampleLogs.START);
        try (var writer = log.openQuickly(QUICK)) {
            assertThat(writer.devices()).isEmpty();
            writer.append(enrolled, Payload.NONE).join();
            heartbeats(writer, 300);
        }
        try (var writer = log.openQuickly(QUICK)) {
            assertThat(writer.devices()).containsExactly(enrolled);
            heartbeats(writer, 1);
        }
        try (var writer = log.openQuickly(NEVER)) {
            assertThat(writer.devices()).containsExactly(enrolled);
        }
    }

    @Test
    void believesNoDeviceKeyWhoseRecordWasAltered() throws Exception {
        try (var writer = log.openQuickly(QUICK)) {
            writer.append(SampleApprover.load().enrolled(SampleLogs.START), Payload.NONE).join();
            heartbeats(writer, 300);
        }
        alterEnrolments(layout.segments());
        alterEnrolments(layout.tiles().resolve("entries"));
        try (var writer = log.openQuickly(QUICK)) {
            assertThatThrownBy(writer::devices).isInstanceOf(LogFailure.class);
        }
    }

    private static void alterEnrolments(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, ISO_8859_1);
                Files.writeString(file, text.replace("Mira Novak", "Mora Nivak"), ISO_8859_1);
            }
        }
    }

    @Test
    void aPeriodThatBeganBeforeIsClosedExactly() throws Exception {
        try (var writer = log.openQuickly(QUICK)) {
            var midnight = SampleLogs.START.plus(Duration.ofDays(1));
            writer.append(PeriodClosed.upTo(midnight, midnight), Payload.NONE).join();
        }
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void anUnfinishedEndIsSetAside() throws Exception {
        var segments = layout.list(FileKind.SEGMENT).numbers();
        Path last = layout.file(FileKind.SEGMENT, segments.getLast());
        Files.write(last, new byte[7], StandardOpenOption.APPEND);
        try (var writer = log.openQuickly(QUICK)) {
            assertThat(writer.recovered().orElseThrow().tornBytes()).isEqualTo(7);
            assertThat(writer.readAgain().get(1, TimeUnit.MINUTES)).isPositive();
        }
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void withoutABookmarkEverythingIsRead() throws Exception {
        Files.delete(layout.bookmark());
        assertReadWhole();
    }

    @Test
    void aBookmarkThatIsNotTheWritersOwnIsNotBelieved() throws Exception {
        String note = Files.readString(layout.bookmark());
        for (String forged :
                new String[] {
                    "",
                    note.replaceFirst("vault [0-9]", "vault 7"),
                    note.substring(0, note.length() / 2),
                    note + "\n"
                }) {
            Files.writeString(layout.bookmark(), forged);
            assertReadWhole();
            Files.writeString(layout.bookmark(), note);
        }
        var other = LogSigner.create(folder.resolve("other.key"), TestLog.ORIGIN);
        String text = note.substring(note.indexOf('\n') + 1, note.indexOf("\n\n") + 1);
        var foreign = other.signOwn(note.lines().findFirst().orElseThrow(), text);
        Files.write(layout.bookmark(), foreign.format().getBytes(UTF_8));
        assertReadWhole();
    }

    @Test
    void aBookmarkThatDoesNotFitTheFilesIsNotBelieved() throws Exception {
        try (var edge = Files.list(layout.tiles().resolve("0/001.p"))) {
            for (Path tile : edge.toList()) {
                Files.write(tile, new byte[Math.toIntExact(Files.size(tile))]);
            }
        }
        assertReadWhole();
    }

    @Test
    void aTileThatIsLostIsMadeAgainWhileTheWriterWorks() throws Exception {
        Path tile = layout.tiles().resolve("0/000");
        byte[] bytes = Files.readAllBytes(tile);
        Files.delete(tile);
        try (var writer = log.openQuickly(QUICK)) {
            assertThat(writer.readAgain().get(1, TimeUnit.MINUTES)).isPositive();
        }
        assertThat(tile).hasBinaryContent(bytes);
        assertThat(log.verify().verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void aLogThatWasPutBackToAnOlderCheckpointIsRefused() throws Exception {
        byte[] bookmark = Files.readAllBytes(layout.bookmark());
        var sizes = layout.listCheckpoints().numbers();
        Files.delete(layout.checkpoint(sizes.getLast()));
        Files.copy(
                layout.checkpoint(sizes.get(sizes.size() - 2)),
                layout.checkpoint(),
                StandardCopyOption.REPLACE_EXISTING);
        Files.write(layout.bookmark(), bookmark);
        assertThatThrownBy(() -> log.openQuickly(QUICK))
                .hasMessageContaining("this key signed one over " + sizes.getLast());
    }

    /// A first segment that was altered is refused by whoever reads it.
    private void assertReadWhole() throws Exception {
        byte[] bytes = Files.readAllBytes(layout.file(FileKind.SEGMENT, 0));
        alterTheFirstSegment();
        assertThatThrownBy(() -> log.openQuickly(QUICK)).hasMessageContaining("record 0");
        Files.write(layout.file(FileKind.SEGMENT, 0), bytes);
        try (var writer = log.openQuickly(NEVER)) {
            assertThat(writer.readAgain().get()).isZero();
        }
    }

    private void alterTheFirstSegment() throws IOException {
        flip(layout.file(FileKind.SEGMENT, 0));
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
