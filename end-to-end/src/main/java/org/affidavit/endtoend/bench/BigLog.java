package org.affidavit.endtoend.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.key.LogSigner;

/// A log of a given size as a gateway would write it: sessions of a hundred records, a KiB of
/// random payload with each that has any.
final class BigLog {
    static final String ORIGIN = "bench.example/affidavit";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int COMMANDS = 49;
    private static final int RECORDS_PER_SESSION = 2 * COMMANDS + 2;
    private static final int PAYLOAD_BYTES = 1_024;
    private static final int WAITING_MAX = 8_192;

    private final SessionLog log;
    private final ArrayDeque<CompletableFuture<?>> waiting = new ArrayDeque<>();

    private BigLog(SessionLog log) {
        this.log = log;
    }

    /// Writes the log into a folder, with its key beside it.
    static Path write(Path folder, long records) throws IOException {
        var signer = LogSigner.create(folder.resolve("log.key"), ORIGIN);
        signer.verifierKey().writeTo(folder.resolve("log.vkey"));
        Path path = folder.resolve("log");
        try (var log =
                SessionLog.open(
                        path,
                        signer,
                        SessionLog.Options.of(ORIGIN, BenchReader.in(folder), CLOCK))) {
            var big = new BigLog(log);
            for (long done = 0; done < records; done += RECORDS_PER_SESSION) {
                big.session();
            }
            big.waiting.forEach(CompletableFuture::join);
        }
        return path;
    }

    private void session() {
        var id = SessionId.at(CLOCK.instant(), ThreadLocalRandom.current());
        var agent = new Principal("https://id.example", "agent", "agent", "team", List.of());
        var resource = new Resource("prod-db", "postgres");
        var facts = new CommandFacts("query", List.of("SELECT"), List.of("public.customers"));
        append(
                new SessionEvent.SessionOpened(
                        id, CLOCK.instant(), agent, resource, "127.0.0.1", "0".repeat(64)),
                Payload.NONE);
        for (int command = 1; command <= COMMANDS; command++) {
            append(
                    new SessionEvent.CommandIntended(
                            id,
                            CLOCK.instant(),
                            command,
                            facts,
                            new RuleRef("read-only", "policy.yaml:12"),
                            Optional.empty()),
                    payload(WireFrame.Direction.FROM_AGENT));
            append(
                    new SessionEvent.CommandFinished(
                            id,
                            CLOCK.instant(),
                            command,
                            SessionEvent.Outcome.COMPLETED,
                            7,
                            PAYLOAD_BYTES,
                            "",
                            List.of()),
                    payload(WireFrame.Direction.TO_AGENT));
        }
        append(
                new SessionEvent.SessionClosed(
                        id, CLOCK.instant(), SessionEvent.CloseCause.AGENT_LEFT),
                Payload.NONE);
    }

    private static Payload payload(WireFrame.Direction direction) {
        byte[] bytes = new byte[PAYLOAD_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return new Payload(List.of(new WireFrame(direction, 0, bytes)));
    }

    private void append(Event event, Payload payload) {
        waiting.add(log.append(event, payload));
        if (waiting.size() > WAITING_MAX) {
            waiting.remove().join();
        }
    }
}
