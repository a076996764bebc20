package org.affidavit.sessionlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LiveLogTest {
    @TempDir Path folder;

    @Test
    @Timeout(60)
    void isIntactAtEveryMomentWhileItIsWritten() throws Exception {
        var log = new TestLog(folder);
        var stop = new AtomicBoolean();
        try (var writer = log.openInSmallSegments()) {
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofPlatform().start(() -> writeSessions(writer, stop)));
            }
            long records = 0;
            for (int i = 0; i < 25 || records < 300; i++) {
                var report = log.verifyLive();
                assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
                records = report.records();
                readAll(log);
            }
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        var report = log.verify();
        assertThat(report.verdict()).isEqualTo(new Verdict.Intact());
        assertThat(report.openSessions()).isZero();
    }

    @Test
    void belongsToItsOwnerOnly() throws Exception {
        var log = new TestLog(folder);
        log.open().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.path())))
                .isEqualTo("rwx------");
    }

    private static void readAll(TestLog log) throws LogFailure {
        try (var reader = log.reader()) {
            var previous = new long[] {-1};
            reader.forEach(
                    0,
                    record -> {
                        assertThat(record.index()).isEqualTo(previous[0] + 1);
                        previous[0] = record.index();
                        return true;
                    });
            assertThat(reader.payload(reader.record(previous[0])).payload()).isPresent();
        }
    }

    private static void writeSessions(SessionLog log, AtomicBoolean stop) {
        while (!stop.get()) {
            var id = SessionId.at(SampleLogs.START, ThreadLocalRandom.current());
            log.append(SampleEvents.opened(id), Payload.NONE).join();
            for (int part = 1; part <= 5; part++) {
                var event = new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, part);
                log.append(event, SampleEvents.payload()).join();
            }
            log.append(SampleEvents.closed(id), Payload.NONE).join();
        }
    }
}
