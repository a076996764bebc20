package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionLogTest {
    @TempDir Path folder;

    @Test
    void givesBackEveryTypeOfEventAsWritten() throws IOException {
        var logs = new TestLog(folder);
        List<Event> events = SampleEvents.all();
        Payload payload = SampleEvents.payload();
        try (var log = logs.open()) {
            for (Event event : events) {
                log.append(event, hasPayload(event) ? payload : Payload.NONE).join();
            }
        }
        var read = new ArrayList<LogRecord>();
        try (var reader = logs.reader()) {
            assertThat(reader.forEach(1, read::add)).isEqualTo(events.size() + 1L);
            for (LogRecord record : read) {
                assertThat(seen(reader, record)).isEqualTo(events.get((int) record.index() - 1));
                if (!(record.event() instanceof SessionEvent.SessionOpened)) {
                    assertThat(reader.payload(record).payload())
                            .contains(hasPayload(record.event()) ? payload : Payload.NONE);
                }
                assertThat(reader.record(record.index()).leaf()).isEqualTo(record.leaf());
            }
        }
    }

    private static boolean hasPayload(Event event) {
        return event instanceof SessionEvent && !(event instanceof SessionEvent.SessionOpened);
    }

    /// What a record says to a reader with the key: the name of an agent is in the payload.
    private static Event seen(SessionLogReader reader, LogRecord record) {
        return record.event() instanceof SessionEvent.SessionOpened opened
                ? opened.of(reader.agent(record, opened))
                : record.event();
    }

    @Test
    void beginsWithItsCreation() throws IOException {
        var logs = new TestLog(folder);
        logs.open().close();
        try (var reader = SessionLogReader.open(logs.path())) {
            assertThat(reader.origin()).isEqualTo(TestLog.ORIGIN);
            assertThat(reader.size()).isEqualTo(1);
            assertThat(reader.record(0).event()).isInstanceOf(GatewayEvent.LogCreated.class);
            assertThat(reader.checkpoint().orElseThrow().size()).isEqualTo(1);
        }
    }

    @Test
    void commitsGroupsUnderSixteenThreads() throws Exception {
        var logs = new TestLog(folder);
        int each = 200;
        try (var log = logs.open();
                var threads = Executors.newFixedThreadPool(16)) {
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int t = 0; t < 16; t++) {
                all.add(CompletableFuture.runAsync(() -> writeSession(log, each), threads));
            }
            all.forEach(CompletableFuture::join);
        }
        try (var reader = SessionLogReader.open(logs.path())) {
            assertThat(reader.size()).isEqualTo(1 + 16L * (each + 2));
            assertThat(reader.checkpoint().orElseThrow().size()).isEqualTo(reader.size());
        }
    }

    private static void writeSession(SessionLog log, int count) {
        var id = SessionId.at(SampleLogs.START, ThreadLocalRandom.current());
        log.append(SampleEvents.opened(id), Payload.NONE).join();
        for (int i = 0; i < count; i++) {
            log.append(
                            new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, i + 1),
                            SampleEvents.payload())
                    .join();
        }
        log.append(SampleEvents.closed(id), Payload.NONE).join();
    }

    @Test
    void completesReceiptsInTheOrderOfRecords() throws Exception {
        var logs = new TestLog(folder);
        var seen = java.util.Collections.synchronizedList(new ArrayList<Long>());
        try (var log = logs.open()) {
            var all = new ArrayList<CompletableFuture<Boolean>>();
            for (int i = 0; i < 500; i++) {
                all.add(
                        log.append(TestLog.heartbeat(i), Payload.NONE)
                                .thenApply(receipt -> seen.add(receipt.index())));
            }
            all.forEach(CompletableFuture::join);
        }
        assertThat(seen).hasSize(500).isSorted();
    }

    @Test
    void refusesARecordOfASessionThatIsNotOpen() throws Exception {
        var logs = new TestLog(folder);
        try (var log = logs.open()) {
            var id = SessionId.at(SampleLogs.START, ThreadLocalRandom.current());
            var orphan = log.append(SampleEvents.closed(id), Payload.NONE);
            assertThatThrownBy(orphan::join)
                    .hasCauseInstanceOf(LogFailure.class)
                    .hasMessageContaining("is not open");
            assertThat(log.append(TestLog.heartbeat(1), Payload.NONE).join().index()).isEqualTo(1);
        }
    }

    @Test
    void refusesASecondWriter() throws Exception {
        var logs = new TestLog(folder);
        try (var log = logs.open()) {
            assertThatThrownBy(logs::open)
                    .isInstanceOf(LogFailure.class)
                    .hasMessageContaining("is being written");
            log.checkpoint().join();
        }
        logs.open().close();
    }

    @Test
    void followsALogThatGrows() throws Exception {
        var logs = new TestLog(folder);
        try (var log = logs.open();
                var reader = SessionLogReader.open(logs.path())) {
            for (int i = 0; i < 300; i++) {
                var _ = log.append(TestLog.heartbeat(i), Payload.NONE);
                log.checkpoint().join();
                assertThat(reader.size()).isEqualTo(i + 2);
            }
            assertThat(reader.forEach(250, record -> record.index() < 260)).isEqualTo(261);
        }
    }

    @Test
    void abortsSessionsThatACrashLeftOpen() throws Exception {
        var logs = new TestLog(folder);
        var id = SessionId.at(SampleLogs.START, ThreadLocalRandom.current());
        try (var log = logs.open()) {
            log.append(SampleEvents.opened(id), Payload.NONE).join();
        }
        logs.open().close();
        try (var reader = SessionLogReader.open(logs.path())) {
            assertThat(reader.record(2).event()).isInstanceOf(GatewayEvent.LogRecovered.class);
            LogRecord end = reader.record(3);
            assertThat(end.event()).isInstanceOf(SessionEvent.SessionAborted.class);
            assertThat(end.total().orElseThrow().records()).isEqualTo(2);
        }
    }

    @Test
    void refusesToOpenASessionAgain() throws Exception {
        var logs = new TestLog(folder);
        try (var log = logs.open()) {
            logs.writeSession(log);
        }
        var id = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
        try (var log = logs.open()) {
            var again = log.append(SampleEvents.opened(id), Payload.NONE);
            assertThatThrownBy(again::join)
                    .hasCauseInstanceOf(LogFailure.class)
                    .hasMessageContaining("was opened before");
        }
    }

    @Test
    void needsNoRecoveryAfterACleanStop() throws Exception {
        var logs = new TestLog(folder);
        logs.open().close();
        logs.open().close();
        try (var reader = SessionLogReader.open(logs.path())) {
            assertThat(reader.size()).isEqualTo(1);
        }
    }

    @Test
    void writesTheSampleLog() throws Exception {
        var sample = SampleLogs.write(folder);
        try (var reader = SessionLogReader.open(sample.folder())) {
            assertThat(reader.size()).isEqualTo(22);
            assertThat(reader.checkpoint().orElseThrow().size()).isEqualTo(reader.size());
        }
    }
}
