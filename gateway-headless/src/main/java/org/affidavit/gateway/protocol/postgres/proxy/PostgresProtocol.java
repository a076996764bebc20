package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.listen.EventLoops;
import org.affidavit.gateway.listen.Listener;
import org.affidavit.gateway.listen.TlsMaterial;
import org.affidavit.gateway.protocol.Gatekeeper;

/// PostgreSQL through the gateway: listens on every address that a connection of this kind names.
public final class PostgresProtocol implements AutoCloseable {
    /// How the configuration names this protocol.
    public static final String KIND = "postgres";

    private static final String ALPN = "postgresql";

    private final Wiring wiring;
    private final SslContext tls;
    private final List<Listener> listeners = new ArrayList<>();

    private PostgresProtocol(Wiring wiring, SslContext tls) {
        this.wiring = wiring;
        this.tls = tls;
    }

    /// Starts to listen.
    ///
    /// @throws IOException if a certificate cannot be read or a port cannot be bound
    public static PostgresProtocol start(Gatekeeper keeper, EventLoops loops, PostgresLimits limits)
            throws IOException {
        var wiring =
                new Wiring(
                        keeper,
                        limits,
                        new Targets(loops.channel(), targetTls(keeper), limits),
                        new Cancels(),
                        new Refusals(keeper.recorder(), keeper.clock()),
                        new Sessions(limits),
                        new ReadingRoom(keeper.sql(), limits),
                        new Arrivals(limits),
                        new Catalogs(),
                        keeper.config().log().strict());
        var protocol =
                new PostgresProtocol(wiring, TlsMaterial.server(keeper.config().tls(), ALPN));
        var addresses = new LinkedHashSet<Address>();
        connections(keeper).forEach(connection -> addresses.add(connection.listen()));
        try {
            for (Address address : addresses) {
                protocol.listeners.add(Listener.start(loops, address, protocol::arrived));
            }
        } catch (IOException failure) {
            protocol.close();
            throw failure;
        }
        return protocol;
    }

    /// Where agents can connect, one listener for each address configured.
    public List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    /// Sessions open now.
    public int sessions() {
        return wiring.sessions().count();
    }

    /// Takes no more agents, lets running commands end within [PostgresLimits#drainMax], then ends
    /// every session with its record closed. Not for event loop threads.
    @Override
    public void close() {
        listeners.forEach(Listener::close);
        wiring.sessions().all().forEach(session -> session.agent().loop().execute(session::drain));
        if (!empty(wiring.limits().drainMax().toMillis())) {
            wiring.sessions()
                    .all()
                    .forEach(session -> session.agent().loop().execute(session::stop));
            empty(wiring.limits().drainMax().toMillis());
        }
        wiring.reading().close();
    }

    private boolean empty(long millis) {
        CountDownLatch latch = wiring.sessions().whenEmpty();
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void arrived(Channel channel, Address listening) {
        var first = new PhaseHandler(new DeafPhase());
        var link = new Link(channel, first);
        Optional<Arrivals.Place> place = wiring.arrivals().enter(channel.remoteAddress());
        if (place.isEmpty()) {
            wiring.refusals().add(link.remote(), "", "", TurnAway.tooManyArrivals().code());
            link.close();
            return;
        }
        var _ = channel.closeFuture().addListener(_ -> place.get().leave());
        first.become(new StartupPhase(new Arrival(wiring, link, listening, place.get())));
        PipelineLayout.agent(channel, new Doorway(tls, wiring.limits()), wiring.limits(), first);
    }

    private static Map<String, SslContext> targetTls(Gatekeeper keeper) throws IOException {
        var contexts = new HashMap<String, SslContext>();
        for (Connection connection : connections(keeper)) {
            TlsMaterial.client(connection.tls())
                    .ifPresent(context -> contexts.put(connection.name(), context));
        }
        return contexts;
    }

    private static List<Connection> connections(Gatekeeper keeper) {
        return keeper.config().connections().values().stream()
                .filter(connection -> connection.kind().equals(KIND))
                .toList();
    }
}
