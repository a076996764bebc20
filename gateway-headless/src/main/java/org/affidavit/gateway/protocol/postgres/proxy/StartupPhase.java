package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.Map;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Waits for the startup packet: who claims to come, and for which resource.
final class StartupPhase extends ArrivalPhase {
    StartupPhase(Arrival arrival) {
        super(arrival);
    }

    @Override
    public void frame(Frame frame) {
        frame.release();
        throw new IllegalStateException("A message before the startup packet");
    }

    @Override
    public void packet(StartupPacket packet) {
        switch (packet) {
            case StartupPacket.Cancel cancel -> cancel(cancel);
            case StartupPacket.Startup startup -> start(startup);
            case StartupPacket.TlsRequest _, StartupPacket.GssRequest _ ->
                    arrival.hangUp("protocol-violation");
        }
    }

    /// The sender never learns whether the key was right, as PostgreSQL has it.
    private void cancel(StartupPacket.Cancel cancel) {
        if (!arrival.wiring().cancels().cancel(cancel)) {
            arrival.hangUp("cancel-key-unknown");
            return;
        }
        arrival.finish();
        arrival.link().close();
    }

    private void start(StartupPacket.Startup startup) {
        Map<String, String> parameters = startup.parameters();
        String user = parameters.getOrDefault("user", "");
        String resource = parameters.getOrDefault("database", user);
        arrival.claims(user, resource);
        if (!arrival.link().encrypted()) {
            arrival.turnAway(
                    TurnAway.identity(
                            "tls-required",
                            "The gateway speaks PostgreSQL inside TLS only",
                            "Connect with sslmode=verify-full and the gateway's CA."));
            return;
        }
        if (arrival.crowded()) {
            arrival.turnAway(TurnAway.tooManyArrivals());
            return;
        }
        StartupSettings settings = StartupSettings.of(startup);
        if (settings.problem().isPresent()) {
            arrival.turnAway(settings.problem().get());
            return;
        }
        String named = settings.resource().orElse(resource);
        arrival.claims(user, named);
        authentication(user, named, settings).begin();
    }

    private AuthenticationPhase authentication(
            String user, String resource, StartupSettings settings) {
        GatewayConfig config = arrival.wiring().keeper().config();
        return switch (settings.login().orElse(config.agentLogin(arrival.listening()))) {
            case PASSWORD -> new PasswordPhase(arrival, user, resource, settings);
            case OAUTHBEARER -> new BearerPhase(arrival, user, resource, settings);
        };
    }
}
