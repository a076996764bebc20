package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.policy.Replication;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.gateway.protocol.Gatekeeper;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.recording.Recorder.SessionRecorder;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent is known. In order: may it open the resource, is the opening on record, does the
/// target let the gateway in.
final class OpeningPhase extends ArrivalPhase {
    private static final Logger LOG = LoggerFactory.getLogger(OpeningPhase.class);

    private final Principal agent;
    private final VerifiedToken token;
    private final String resourceName;
    private final StartupSettings settings;

    OpeningPhase(
            Arrival arrival, VerifiedToken token, String resourceName, StartupSettings settings) {
        super(arrival);
        this.agent = token.principal();
        this.token = token;
        this.resourceName = resourceName;
        this.settings = settings;
    }

    void begin() {
        arrival.link().become(this);
        Gatekeeper keeper = arrival.wiring().keeper();
        Optional<Connection> connection = connection(keeper);
        if (connection.isEmpty()) {
            arrival.turnAway(
                    new TurnAway(
                            "resource-unknown",
                            "3D000",
                            "There is no resource of this name here: " + resourceName,
                            "The database parameter names the resource; ask the operator for its"
                                    + " name."));
            return;
        }
        var resource = new Resource(resourceName, connection.get().kind());
        Verdict verdict =
                keeper.policy()
                        .connect(agent, resource, settings.replication(), keeper.clock().instant());
        if (verdict instanceof Verdict.Allow && replicates() && masks(keeper)) {
            arrival.turnAway(masked());
        } else if (verdict instanceof Verdict.Allow) {
            record(keeper, connection.get(), resource);
        } else {
            arrival.turnAway(denied(verdict));
        }
    }

    private boolean replicates() {
        return settings.replication() != Replication.NONE;
    }

    private boolean masks(Gatekeeper keeper) {
        return keeper.masking().of(resourceName).active();
    }

    private static TurnAway masked() {
        return new TurnAway(
                "replication-masked",
                "42501",
                "The resource cannot be replicated, because values in it are masked and nothing"
                        + " that is replicated can be",
                "Ask for statements, or ask the people who keep the policy for a resource of its"
                        + " own without masking.");
    }

    @Override
    public void frame(Frame frame) {
        frame.release();
        arrival.turnAway(
                new TurnAway(
                        "protocol-violation",
                        "08P01",
                        "A message came before the session was open",
                        ""));
    }

    private Optional<Connection> connection(Gatekeeper keeper) {
        return Optional.ofNullable(keeper.config().connections().get(resourceName))
                .filter(found -> found.kind().equals(PostgresProtocol.KIND))
                .filter(found -> found.listen().equals(arrival.listening()));
    }

    private TurnAway denied(Verdict verdict) {
        String message =
                verdict instanceof Verdict.Deny deny
                        ? deny.message()
                        : "Policy does not let this principal open the resource";
        String hint = verdict instanceof Verdict.Deny deny ? deny.hint() : "";
        String code = replicates() ? "replication-denied" : "connect-denied";
        return new TurnAway(code, "42501", message, hint);
    }

    private void record(Gatekeeper keeper, Connection connection, Resource resource) {
        Wiring wiring = arrival.wiring();
        if (!keeper.recorder().healthy()) {
            arrival.turnAway(unrecorded());
            return;
        }
        Optional<TurnAway> full = wiring.sessions().enter(agent, arrival.link().channel());
        if (full.isPresent()) {
            arrival.turnAway(full.get());
            return;
        }
        String client =
                settings.replication()
                        .noted(
                                settings.forTarget().getOrDefault("application_name", "unnamed")
                                        + " at "
                                        + arrival.link().remote());
        var _ =
                keeper.recorder()
                        .open(agent, resource, client, keeper.policy().digest(), token.secret())
                        .whenCompleteAsync(
                                (record, failure) -> recorded(connection, resource, record),
                                arrival.link().loop());
    }

    private void recorded(
            Connection connection, Resource resource, @Nullable SessionRecorder record) {
        if (record == null) {
            arrival.turnAway(unrecorded());
            return;
        }
        if (arrival.over()) {
            close(record, CloseCause.AGENT_LEFT);
            return;
        }
        var _ =
                TargetLogin.open(arrival.wiring(), connection, settings, arrival.link().loop())
                        .whenCompleteAsync(
                                (target, failure) ->
                                        opened(connection, resource, record, target, failure),
                                arrival.link().loop());
    }

    private void opened(
            Connection connection,
            Resource resource,
            SessionRecorder record,
            @Nullable OpenTarget target,
            @Nullable Throwable failure) {
        if (target == null) {
            close(record, arrival.over() ? CloseCause.AGENT_LEFT : CloseCause.TARGET_LEFT);
            arrival.turnAway(why(failure));
            return;
        }
        if (arrival.over()) {
            target.link().close();
            close(record, CloseCause.AGENT_LEFT);
            return;
        }
        arrival.finish();
        var parties =
                new Parties(
                        token, settings.version(), settings.replication(), resource, connection);
        new Session(arrival.wiring(), parties, record, arrival.link(), target).begin();
    }

    private TurnAway why(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (cause instanceof TargetRefusal refusal) {
            return refusal.why();
        }
        LOG.error("The target of resource {} could not be opened", resourceName, cause);
        return TurnAway.target(
                "target-failed", "The target of resource " + resourceName + " failed", "");
    }

    private static TurnAway unrecorded() {
        return new TurnAway(
                "recording-lost",
                "58030",
                "The session cannot be recorded, so it does not start",
                "Ask the operator: the log cannot be written.");
    }

    private static void close(SessionRecorder record, CloseCause cause) {
        var _ =
                record.close(cause)
                        .exceptionally(failure -> {
                            LOG.error("The end of a session was not recorded", failure);
                            return null;
                        });
    }
}
