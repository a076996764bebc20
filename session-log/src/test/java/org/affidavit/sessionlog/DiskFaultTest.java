package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.segment.FileKind;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskFaultTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void losesNothingAcknowledgedWhereverTheDiskDies(boolean writesHalf) throws IOException {
        boolean died = true;
        int steps = 0;
        for (; died; steps++) {
            var log = new TestLog(Files.createDirectory(folder.resolve("at-" + steps)));
            var acknowledged = new ArrayList<Receipt>();
            died = write(log, new DyingDisk(steps, writesHalf), acknowledged);
            if (hasSegment(log)) {
                assertThat(log.verify().verdict())
                        .as("dead after %d steps", steps)
                        .isInstanceOfAny(
                                Verdict.Intact.class, Verdict.Unsigned.class, Verdict.Torn.class);
            }
            log.open().close();
            assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
            assertHolds(log, acknowledged);
        }
        assertThat(steps).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recoversWhereverTheDiskDiesDuringRecovery(boolean writesHalf) throws IOException {
        var acknowledged = new ArrayList<Receipt>();
        Path source = diedInARecord(acknowledged);
        boolean died = true;
        for (int steps = 0; died; steps++) {
            Path home = Files.createDirectory(folder.resolve("at-" + steps));
            LogForge.copy(source, home);
            var log = new TestLog(home);
            try {
                log.open(new DyingDisk(steps, writesHalf)).close();
                died = false;
            } catch (LogFailure e) {
                assertThat(e).hasMessageContaining("the disk died");
            }
            assertThat(log.verify().verdict())
                    .as("dead after %d steps", steps)
                    .isInstanceOfAny(
                            Verdict.Intact.class, Verdict.Unsigned.class, Verdict.Torn.class);
            log.open().close();
            assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
            assertHolds(log, acknowledged);
        }
    }

    /// A log whose disk died in the middle of a record, after some were acknowledged.
    private Path diedInARecord(List<Receipt> acknowledged) throws IOException {
        for (int steps = 46; ; steps++) {
            Path home = Files.createDirectory(folder.resolve("source-" + steps));
            var source = new TestLog(home);
            acknowledged.clear();
            assertThat(write(source, new DyingDisk(steps, true), acknowledged)).isTrue();
            if (!acknowledged.isEmpty() && source.verify().verdict() instanceof Verdict.Torn) {
                return home;
            }
        }
    }

    @Test
    void isFinalOnceAWriteFailed() throws Exception {
        var log = new TestLog(folder);
        log.open().close();
        // The folders' names are forced on opening; everything after that fails.
        var disk = new DyingDisk(1, false);
        try (var writer = log.open(disk)) {
            var first = writer.append(TestLog.heartbeat(1), Payload.NONE);
            assertThatThrownBy(first::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(LogFailure.class);
            assertThat(writer.onFailure().get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("nothing may run");
            var second = writer.append(TestLog.heartbeat(2), Payload.NONE);
            assertThatThrownBy(second::join).hasCauseInstanceOf(LogFailure.class);
            assertThatThrownBy(() -> writer.checkpoint().join())
                    .hasCauseInstanceOf(LogFailure.class);
        }
    }

    @Test
    void keepsRoomForTheEndOfSessionsWhenTheDiskIsNearlyFull() throws Exception {
        var disk =
                new Disk() {
                    private volatile long usable = Long.MAX_VALUE;

                    @Override
                    public long usableBytes(FileStore store) {
                        return usable;
                    }
                };
        var log = new TestLog(folder);
        var id = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
        try (var writer = log.open(disk)) {
            writer.append(SampleEvents.opened(id), Payload.NONE).join();
            disk.usable = 1 << 20;
            var more = new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, 1);
            assertThatThrownBy(() -> writer.append(more, Payload.NONE).join())
                    .hasCauseInstanceOf(LogFailure.class)
                    .hasMessageContaining("are free on the log's disk");
            writer.append(SampleEvents.closed(id), Payload.NONE).join();
            writer.append(TestLog.heartbeat(1), Payload.NONE).join();
        }
        assertThat(log.verify().verdict()).isEqualTo(new Verdict.Intact());
    }

    /// Answers whether the disk died.
    private static boolean write(TestLog log, Disk disk, List<Receipt> acknowledged) {
        try (var writer = log.open(disk)) {
            var id = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
            acknowledged.add(writer.append(SampleEvents.opened(id), Payload.NONE).join());
            for (int part = 1; part <= 3; part++) {
                var event = new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, part);
                acknowledged.add(writer.append(event, SampleEvents.payload()).join());
            }
            acknowledged.add(writer.append(SampleEvents.closed(id), Payload.NONE).join());
            writer.checkpoint().join();
            acknowledged.add(writer.append(TestLog.heartbeat(1), Payload.NONE).join());
            writer.checkpoint().join();
            return false;
        } catch (LogFailure | CompletionException e) {
            return true;
        }
    }

    private static boolean hasSegment(TestLog log) throws IOException {
        return !new LogLayout(log.path()).list(FileKind.SEGMENT).numbers().isEmpty();
    }

    private static void assertHolds(TestLog log, List<Receipt> acknowledged) throws IOException {
        try (var reader = log.reader()) {
            for (Receipt receipt : acknowledged) {
                LogRecord record = reader.record(receipt.index());
                assertThat(record.index()).isEqualTo(receipt.index());
                assertThat(reader.payload(record).payload()).isPresent();
            }
        }
    }
}
