package org.affidavit.sessionlog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.affidavit.sessionlog.event.GatewayEvent.Heartbeat;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleLogs;

/// A log in a test's own folder, opened as often as the test likes.
final class TestLog {
    static final String ORIGIN = "gw.test.example/affidavit";

    private final Path folder;

    TestLog(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder.resolve("log");
    }

    LogSigner signer() throws LogFailure {
        Path file = folder.resolve("log.key");
        return Files.exists(file) ? LogSigner.load(file, ORIGIN) : LogSigner.create(file, ORIGIN);
    }

    SessionLog open() throws LogFailure {
        return open(Disk.REAL);
    }

    SessionLog open(Disk disk) throws LogFailure {
        return SessionLog.open(path(), signer(), options(), disk);
    }

    static SessionLog.Options options() {
        var clock = Clock.fixed(SampleLogs.START, ZoneOffset.UTC);
        return new SessionLog.Options(ORIGIN, clock, Duration.ofSeconds(1), 64L << 10);
    }

    static Heartbeat heartbeat(long nanos) {
        return new Heartbeat(SampleLogs.START, "boot", nanos, 0);
    }
}
