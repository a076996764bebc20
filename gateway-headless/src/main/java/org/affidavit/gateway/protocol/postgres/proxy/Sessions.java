package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.affidavit.sessionlog.event.Principal;

/// The sessions that are open now, and the places that those and the ones being opened take.
final class Sessions {
    private final PostgresLimits limits;
    private final Set<Session> open = new HashSet<>();
    private final Map<Holder, Integer> places = new HashMap<>();
    private int placesTaken;
    private final List<CountDownLatch> waiting = new ArrayList<>();

    /// Whose sessions are counted together, however their tokens name and group them.
    private record Holder(String issuer, String subject) {}

    Sessions(PostgresLimits limits) {
        this.limits = limits;
    }

    /// Takes a place for a session that is about to be opened, until its agent's connection is
    /// closed. Counted before anything is opened, so that many at once cannot slip past the limit.
    ///
    /// @return why there is no place, if there is none
    Optional<TurnAway> enter(Principal agent, Channel connection) {
        var holder = new Holder(agent.issuer(), agent.subject());
        synchronized (open) {
            int own = places.getOrDefault(holder, 0);
            if (placesTaken >= limits.sessionsMax()) {
                return Optional.of(TurnAway.tooManySessions());
            }
            if (own >= limits.sessionsPerPrincipalMax()) {
                return Optional.of(TurnAway.tooManyOfPrincipal(limits.sessionsPerPrincipalMax()));
            }
            placesTaken++;
            places.put(holder, own + 1);
        }
        connection.closeFuture().addListener(_ -> leave(holder));
        return Optional.empty();
    }

    private void leave(Holder holder) {
        synchronized (open) {
            placesTaken--;
            places.computeIfPresent(holder, (_, own) -> own > 1 ? own - 1 : null);
        }
    }

    void add(Session session) {
        synchronized (open) {
            open.add(session);
        }
    }

    void remove(Session session) {
        synchronized (open) {
            open.remove(session);
            if (open.isEmpty()) {
                waiting.forEach(CountDownLatch::countDown);
                waiting.clear();
            }
        }
    }

    int count() {
        synchronized (open) {
            return open.size();
        }
    }

    List<Session> all() {
        synchronized (open) {
            return List.copyOf(open);
        }
    }

    /// Opens when there is none left.
    CountDownLatch whenEmpty() {
        synchronized (open) {
            var latch = new CountDownLatch(open.isEmpty() ? 0 : 1);
            waiting.add(latch);
            return latch;
        }
    }
}
