package org.affidavit.sessionlog.vault;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.encode.AgentDisclosures;
import org.affidavit.sessionlog.encode.AgentDisclosures.Withholding;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec.Cutter;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.SessionEvent.SessionOpened;
import org.affidavit.sessionlog.event.SessionId;
import org.jspecify.annotations.Nullable;

/// The writer's keys: one for each open session, in memory only, dropped when it ends. Safe for any
/// thread; short payloads are sealed on the thread that asks.
public final class SessionKeys implements AutoCloseable {
    private final Recipients recipients;
    private final SecureRandom random = new SecureRandom();
    private final Map<SessionId, Sealer> open = new ConcurrentHashMap<>();
    private final ExecutorService aside =
            Executors.newFixedThreadPool(
                    Runtime.getRuntime().availableProcessors(),
                    Thread.ofPlatform().daemon().name("session-log-sealer-", 1).factory());

    private SessionKeys(Recipients recipients) {
        this.recipients = recipients;
    }

    /// @throws LogFailure if nothing can be sealed on this machine
    public static SessionKeys of(Recipients recipients) throws LogFailure {
        Compression.prepare();
        return new SessionKeys(recipients);
    }

    /// Makes the key of a new session; answers it wrapped. Empty if the session has one.
    public Optional<byte[]> open(SessionOpened event) {
        Cutter cutter =
                event.resource().kind().equals("postgres") ? new PostgresCuts() : Cutter.NONE;
        DataKey key = DataKey.fresh(random);
        @Nullable Sealer before =
                open.putIfAbsent(event.session(), new Sealer(event.session(), key, cutter, random));
        return before == null ? Optional.of(recipients.wrap(key, random)) : Optional.empty();
    }

    /// Parts who an agent is from what its record says.
    ///
    /// @throws Malformed if it is longer than the format allows
    public Withholding withhold(Principal agent) throws Malformed {
        return AgentDisclosures.of(agent, random);
    }

    /// Seals a payload of a session, behind those that came before it. Empty if the session is not
    /// open. Fails with [Malformed] if the payload is longer than the format allows.
    public Optional<CompletableFuture<SealedPayload>> seal(SessionId session, Payload payload) {
        @Nullable Sealer known = open.get(session);
        return known == null ? Optional.empty() : Optional.of(known.seal(payload, aside));
    }

    /// Forgets a session's key: what was sealed with it can no longer be opened here.
    public void drop(SessionId session) {
        open.remove(session);
    }

    /// Forgets every key.
    @Override
    public void close() {
        open.clear();
        aside.shutdown();
    }
}
