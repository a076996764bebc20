package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.protocol.postgres.wire.BackendType;

/// An agent's connection that is not a session yet: what it claims, and the time it has left.
final class Arrival {
    private static final int CLAIM_LENGTH_MAX = 128;

    private final Wiring wiring;
    private final Link link;
    private final Address listening;
    private final Arrivals.Place place;
    private final ScheduledFuture<?> deadline;
    private String claimed = "";
    private String asked = "";
    private Optional<TurnAway> doom = Optional.empty();
    private boolean over;

    Arrival(Wiring wiring, Link link, Address listening, Arrivals.Place place) {
        this.wiring = wiring;
        this.link = link;
        this.listening = listening;
        this.place = place;
        this.deadline =
                link.loop()
                        .schedule(
                                this::tooSlow,
                                wiring.limits().handshakeMax().toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    Wiring wiring() {
        return wiring;
    }

    Link link() {
        return link;
    }

    Address listening() {
        return listening;
    }

    /// True once it was turned away, left, or became a session: nothing more is done for it.
    boolean over() {
        return over;
    }

    /// True if there are so many that it only gets to hear so.
    boolean crowded() {
        return place.crowded();
    }

    /// It showed a good token: it no longer counts as a stranger.
    void isKnown() {
        place.leave();
    }

    void claims(String user, String resource) {
        claimed = shorten(user);
        asked = shorten(resource);
    }

    /// It will be turned away, but must say something first. However it ends now, this is why.
    void isDoomed(TurnAway why) {
        doom = Optional.of(why);
    }

    /// It said goodbye, or nothing more.
    void left() {
        doom.ifPresentOrElse(why -> hangUp(why.code()), this::finish);
    }

    /// It became a session, or left.
    void finish() {
        over = true;
        deadline.cancel(false);
    }

    /// Tells the agent why, records it, and closes.
    void turnAway(TurnAway reason) {
        if (over) {
            return;
        }
        finish();
        TurnAway why = doom.orElse(reason);
        wiring.refusals().add(link.remote(), claimed, asked, why.code());
        link.write(why.error().write(BackendType.ERROR, link.allocator()));
        link.become(new DeafPhase());
        link.close();
    }

    /// Bytes that are no PostgreSQL: nothing is said to whoever sent them.
    void hangUp(String code) {
        if (over) {
            return;
        }
        finish();
        wiring.refusals().add(link.remote(), claimed, asked, doom.map(TurnAway::code).orElse(code));
        link.become(new DeafPhase());
        link.close();
    }

    private void tooSlow() {
        turnAway(
                TurnAway.identity(
                        "handshake-timeout",
                        "The connection was not established within "
                                + wiring.limits().handshakeMax().toSeconds()
                                + " seconds",
                        "Connect again; if it repeats, ask whether the target is reachable."));
    }

    /// What strangers send goes into the record in a bounded length only.
    private static String shorten(String text) {
        return text.length() <= CLAIM_LENGTH_MAX ? text : text.substring(0, CLAIM_LENGTH_MAX);
    }
}
