package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.credential.CredentialUnavailable;
import org.affidavit.gateway.credential.Secret;
import org.affidavit.gateway.masking.Masking;
import org.affidavit.gateway.policy.Replication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens a target for a session: connect, log in, look at the catalog.
final class TargetLogin {
    private static final Logger LOG = LoggerFactory.getLogger(TargetLogin.class);

    /// Opening a credential may read files and unwrap keys: not work for an event loop.
    private static final Executor ASIDE = Thread::startVirtualThread;

    private TargetLogin() {}

    /// Fails with [TargetRefusal].
    static CompletableFuture<OpenTarget> open(
            Wiring wiring, Connection connection, StartupSettings settings, EventLoop loop) {
        return CompletableFuture.supplyAsync(() -> secret(wiring, connection), ASIDE)
                .thenComposeAsync(
                        secret ->
                                wiring.targets()
                                        .connect(connection, loop)
                                        .thenCompose(link ->
                                                logIn(wiring, connection, settings, secret, link))
                                        .whenComplete((_, _) -> secret.close()),
                        loop);
    }

    private static CompletableFuture<OpenTarget> logIn(
            Wiring wiring,
            Connection connection,
            StartupSettings settings,
            Secret secret,
            Link link) {
        var login = new LoginPhase(connection, link, secret);
        Masking masking = wiring.keeper().masking().of(connection.name());
        return login.begin(settings.forTarget())
                .thenCompose(greeted ->
                        settings.replication() == Replication.PHYSICAL
                                ? CompletableFuture.completedFuture(OpenTarget.untold(greeted))
                                : new CatalogPhase(
                                                connection,
                                                greeted,
                                                masking,
                                                wiring.limits(),
                                                wiring.catalogs())
                                        .begin())
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        login.abandon();
                    }
                });
    }

    private static Secret secret(Wiring wiring, Connection connection) {
        try {
            return wiring.keeper().credentials().open(connection);
        } catch (CredentialUnavailable unavailable) {
            LOG.warn("Resource {}: {}", connection.name(), unavailable.getMessage());
            throw new CompletionException(
                    new TargetRefusal(
                            TurnAway.target(
                                    "credential-unavailable",
                                    "The gateway has no usable credential for resource "
                                            + connection.name(),
                                    "Ask the operator: the gateway's own log says why.")));
        }
    }
}
