package org.affidavit.endtoend.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.key.LogSigner;

/// The session log: every producer is a session, every record a response of one frame.
final class LogAppends implements Appends {
    private static final String ORIGIN = "bench.example/affidavit";
    private static final Clock CLOCK = Clock.systemUTC();

    private final Path folder;
    private final SessionLog log;
    private final int payloadBytes;
    private final AtomicLong records = new AtomicLong();

    private LogAppends(Path folder, int payloadBytes) throws LogFailure {
        this.folder = folder.resolve("log");
        this.payloadBytes = payloadBytes;
        var signer = LogSigner.create(folder.resolve("log.key"), ORIGIN);
        var options = SessionLog.Options.of(ORIGIN, BenchReader.in(folder), CLOCK);
        this.log = SessionLog.open(this.folder, signer, options);
    }

    static Start of(int payloadBytes) {
        return folder -> new LogAppends(folder, payloadBytes);
    }

    @Override
    public Producer producer() {
        var session = SessionId.at(CLOCK.instant(), ThreadLocalRandom.current());
        var agent = new Principal("https://id.example", "agent", "agent", "team", List.of());
        var resource = new Resource("prod-db", "postgres");
        append(
                new SessionEvent.SessionOpened(
                        session, CLOCK.instant(), agent, resource, "127.0.0.1", "0".repeat(64)),
                Payload.NONE);
        byte[] bytes = new byte[payloadBytes];
        ThreadLocalRandom.current().nextBytes(bytes);
        var frame = new WireFrame(WireFrame.Direction.TO_AGENT, 0, bytes);
        var payload = new Payload(List.of(frame));
        var part = new AtomicLong();
        return () -> {
            int number = (int) part.incrementAndGet();
            append(
                    new SessionEvent.ResponseDelivered(session, CLOCK.instant(), 1, number),
                    payload);
        };
    }

    private void append(SessionEvent event, Payload payload) {
        log.append(event, payload).join();
        records.incrementAndGet();
    }

    @Override
    public Sizes sizes() throws IOException {
        return new Sizes(perRecord("segments"), perRecord("vault"));
    }

    private int perRecord(String files) throws IOException {
        long bytes = 0;
        try (Stream<Path> listing = Files.list(folder.resolve(files))) {
            for (Path file : listing.toList()) {
                bytes += Files.size(file);
            }
        }
        return (int) (bytes / records.get());
    }

    @Override
    public void close() {
        log.close();
    }
}
