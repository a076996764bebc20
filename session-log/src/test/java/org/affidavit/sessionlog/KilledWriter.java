package org.affidavit.sessionlog;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;

/// The program that [KillTest] kills and whose system calls [SystemCallFaultTest] makes fail:
/// writes sessions as fast as it can and prints each receipt. Its arguments are a folder and the
/// length of a segment.
final class KilledWriter {
    private static final int THREADS = 4;

    private KilledWriter() {}

    public static void main(String[] arguments) throws LogFailure {
        var home = new TestLog(Path.of(arguments[0]));
        var log = home.open(Disk.REAL, Long.parseLong(arguments[1]));
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform().start(() -> writeForEver(log));
        }
    }

    private static void writeForEver(SessionLog log) {
        while (true) {
            var id = SessionId.at(SampleLogs.START, ThreadLocalRandom.current());
            acknowledge(log.append(SampleEvents.opened(id), Payload.NONE));
            for (int part = 1; part <= 5; part++) {
                var event = new SessionEvent.ResponseDelivered(id, SampleLogs.START, 1, part);
                acknowledge(log.append(event, SampleEvents.payload()));
            }
            acknowledge(log.append(SampleEvents.closed(id), Payload.NONE));
        }
    }

    private static void acknowledge(CompletableFuture<Receipt> appended) {
        Receipt receipt = appended.join();
        synchronized (KilledWriter.class) {
            System.out.println(receipt.index() + " " + receipt.leafHash());
            System.out.flush();
        }
    }
}
