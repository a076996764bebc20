package org.affidavit.sessionlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent.Heartbeat;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleEvents;
import org.affidavit.sessionlog.samples.SampleLogs;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.affidavit.sessionlog.segment.LogLayout;
import org.affidavit.sessionlog.vault.ReadingKeys;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.VerificationReport;
import org.jspecify.annotations.Nullable;

/// A log in a test's own folder, opened as often as the test likes.
final class TestLog {
    static final String ORIGIN = "gw.test.example/affidavit";
    static final long SMALL_SEGMENT_BYTES = 400;

    private final Path folder;
    private @Nullable LogSigner signer;

    TestLog(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder.resolve("log");
    }

    /// Loaded once: whoever loads a key proves it, and some tests verify a log thousands of times.
    synchronized LogSigner signer() throws LogFailure {
        if (signer == null) {
            Path file = folder.resolve("log.key");
            signer =
                    Files.exists(file)
                            ? LogSigner.load(file, ORIGIN)
                            : LogSigner.create(file, ORIGIN);
        }
        return signer;
    }

    SessionLog open() throws LogFailure {
        return open(Disk.REAL);
    }

    SessionLog open(Disk disk) throws LogFailure {
        return open(disk, 64L << 10);
    }

    SessionLog openInSmallSegments() throws LogFailure {
        return openInSmallSegments(Disk.REAL);
    }

    /// With segments so small that each holds a record or two.
    SessionLog openInSmallSegments(Disk disk) throws LogFailure {
        return open(disk, SMALL_SEGMENT_BYTES);
    }

    SessionLog open(LogSigner signer) throws LogFailure {
        return open(signer, Disk.REAL);
    }

    SessionLog open(LogSigner signer, Disk disk) throws LogFailure {
        return SessionLog.open(path(), signer, options(64L << 10), disk);
    }

    SessionLog open(Disk disk, long segmentBytesMax) throws LogFailure {
        return SessionLog.open(path(), signer(), options(segmentBytesMax), disk);
    }

    /// In small segments, with a bookmark at every checkpoint, and read whole only while it has
    /// fewer records.
    SessionLog openQuickly(long readWholeMax) throws LogFailure {
        var usual = LogLimits.DEFAULT;
        var limits =
                new LogLimits(
                        usual.queuedRecordsMax(),
                        usual.queuedBytesMax(),
                        usual.batchRecordsMax(),
                        usual.batchBytesMax(),
                        usual.lingerNanos(),
                        usual.diskReserveBytes(),
                        usual.eagerCheckpointNanos(),
                        1,
                        readWholeMax);
        return SessionLog.open(path(), signer(), options(SMALL_SEGMENT_BYTES), limits, Disk.REAL);
    }

    /// Signs only when asked to, or when a session ends.
    private static SessionLog.Options options(long segmentBytesMax) {
        var clock = Clock.fixed(SampleLogs.START, ZoneOffset.UTC);
        return new SessionLog.Options(
                ORIGIN, SampleReaders.recipients(), clock, Duration.ofHours(1), segmentBytesMax);
    }

    /// One session of four records with payloads, signed in the middle, and a record behind it:
    /// records 0 to 5. Everything is small.
    void writeSession(SessionLog log) {
        var id = new SessionId("01KA5B3V8G7Q9X2M4N6P8R0S1T");
        var facts = new CommandFacts("query", List.of("SELECT"), List.of());
        append(log, SampleEvents.opened(id), Payload.NONE);
        append(
                log,
                new SessionEvent.CommandIntended(
                        id, SampleLogs.START, 1, facts, RuleRef.DEFAULT, Optional.empty()),
                SampleEvents.payload());
        append(
                log,
                new SessionEvent.CommandFinished(
                        id,
                        SampleLogs.START,
                        1,
                        SessionEvent.Outcome.COMPLETED,
                        1,
                        10,
                        "",
                        List.of()),
                SampleEvents.payload());
        log.checkpoint().join();
        append(log, SampleEvents.closed(id), Payload.NONE);
        append(log, heartbeat(1), Payload.NONE);
    }

    private static void append(SessionLog log, Event event, Payload payload) {
        log.append(event, payload).join();
    }

    /// With the key that its payloads were sealed for.
    SessionLogReader reader() throws LogFailure {
        return SessionLogReader.open(path(), SampleReaders.keys());
    }

    /// A copy as a crash leaves it that came between the writing of the files and the checkpoint.
    void copyUnsigned(Path to) throws IOException {
        LogForge.copy(path(), to);
        var layout = new LogLayout(to);
        Journal.replay(layout, Disk.REAL, 0);
        Files.deleteIfExists(layout.journal());
    }

    VerificationReport verify() throws IOException {
        return verify(path());
    }

    /// Waits for a writer at work to sign.
    VerificationReport verifyLive() throws IOException {
        return new SessionLogVerifier(List.of(signer().verifierKey()))
                .verify(path(), (_, _, _) -> true);
    }

    VerificationReport verify(Path log) throws IOException {
        return verify(log, ReadingKeys.NONE);
    }

    VerificationReport verify(Path log, ReadingKeys readers) throws IOException {
        return new SessionLogVerifier(List.of(signer().verifierKey()), Duration.ZERO)
                .opening(readers)
                .verify(log, (_, _, _) -> true);
    }

    static Heartbeat heartbeat(long nanos) {
        return new Heartbeat(SampleLogs.START, "boot", nanos, 0);
    }
}
