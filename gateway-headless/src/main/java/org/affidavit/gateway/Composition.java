package org.affidavit.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.affidavit.gateway.anchor.Anchoring;
import org.affidavit.gateway.approval.EnrolledDevices;
import org.affidavit.gateway.approval.OperatorWord;
import org.affidavit.gateway.approval.RecordedApprovals;
import org.affidavit.gateway.approval.RecordedDevices;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.SourceFile;
import org.affidavit.gateway.control.ControlApi;
import org.affidavit.gateway.control.ControlServer;
import org.affidavit.gateway.control.LogOrders;
import org.affidavit.gateway.credential.CredentialUnavailable;
import org.affidavit.gateway.credential.SealedCredentials;
import org.affidavit.gateway.credential.TargetCredentials;
import org.affidavit.gateway.identity.DevelopmentIssuer;
import org.affidavit.gateway.identity.OidcTokens;
import org.affidavit.gateway.identity.SessionSecrets;
import org.affidavit.gateway.listen.EventLoops;
import org.affidavit.gateway.masking.MaskingBook;
import org.affidavit.gateway.masking.Tokens;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.Policies;
import org.affidavit.gateway.policy.Policy;
import org.affidavit.gateway.policy.PostgresSqlReader;
import org.affidavit.gateway.protocol.Gatekeeper;
import org.affidavit.gateway.protocol.postgres.proxy.PostgresLimits;
import org.affidavit.gateway.protocol.postgres.proxy.PostgresProtocol;
import org.affidavit.gateway.recording.LogRecorder;
import org.affidavit.sessionlog.Checkpoint;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.anchor.KeptCheckpoint;
import org.affidavit.sessionlog.event.GatewayEvent.LogRecovered;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.vault.Recipients;

/// A running gateway: everything built, started in order, and stopped in the opposite order.
///
/// The log is open and says that the gateway started before anything listens; it is closed last,
/// when nobody can need a record any more.
public final class Composition implements AutoCloseable {
    private static final int RECORD_SECONDS_MAX = 30;

    private final GatewayConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Started started = new Started();
    private CompletableFuture<LogFailure> failure = new CompletableFuture<>();
    private Optional<LogRecovered> recovered = Optional.empty();
    private Optional<CompletableFuture<Long>> readAgain = Optional.empty();
    private List<String> listening = List.of();

    private Composition(GatewayConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// Starts a gateway.
    ///
    /// @param build version of this software, for the record
    /// @throws ConfigInvalid if the policy or the issuer's clients cannot be used
    /// @throws IOException if a file is missing, a port is taken or the log cannot be written; then
    ///   nothing is left running
    public static Composition start(GatewayConfig config, String build, Clock clock)
            throws ConfigInvalid, IOException {
        Composition gateway = new Composition(config, clock);
        try {
            gateway.start(build);
            return gateway;
        } catch (ConfigInvalid | IOException | RuntimeException problem) {
            gateway.close();
            throw problem;
        }
    }

    private void start(String build) throws ConfigInvalid, IOException {
        Policy policy = Policies.read(SourceFile.read(config.policy()), config.approvals());
        if (config.developmentIssuer().isPresent()) {
            started.add(
                    "the development issuer",
                    DevelopmentIssuer.start(config.developmentIssuer().get(), config.tls(), clock)
                            ::close);
        }
        OidcTokens tokens = OidcTokens.trusting(config.issuers(), clock);
        started.add("token checks", tokens::close);
        SessionLog log = openLog();
        LogRecorder recorder = record(log, policy, build);
        Anchoring anchoring =
                Anchoring.start(
                        config.log().folder(),
                        config.log().anchors(),
                        recorder.life()::timestamped);
        started.add("the anchors", anchoring::close);
        EnrolledDevices devices = EnrolledDevices.from(log.devices());
        RecordedApprovals approvals =
                new RecordedApprovals(log, devices, policy.engine().digest(), clock, random);
        MaskingBook masking = masking(policy.masking());
        var sql = new PostgresSqlReader();
        // The grammar takes a second to load, which the first agent need not wait for.
        Thread.ofPlatform().daemon().name("sql-grammar").start(() -> sql.read("SELECT 1"));
        SessionSecrets secrets =
                new SessionSecrets(tokens, config.connections().keySet(), recorder, clock, random);
        Gatekeeper keeper =
                new Gatekeeper(
                        config,
                        secrets,
                        policy.engine(),
                        masking::of,
                        sql,
                        approvals,
                        recorder,
                        TargetCredentials.sealedWith(config.sealingKey()),
                        clock);
        EventLoops loops = EventLoops.start();
        started.add("the network threads", loops::close);
        PostgresProtocol postgres =
                PostgresProtocol.start(keeper, loops, PostgresLimits.standard());
        started.add("the PostgreSQL sessions", postgres::close);
        started.add("what waits for approval", approvals::close);
        LogOrders orders = new LogOrders(log, config.log().officers());
        started.add("erasures and holds", orders::close);
        ControlApi api =
                new ControlApi(
                        approvals,
                        devices(log, devices),
                        tokens,
                        recorder,
                        List.copyOf(policy.approverGroups()),
                        new Published(config.log().folder(), anchoring),
                        orders,
                        secrets);
        ControlServer control = ControlServer.start(config.control(), config.tls(), api);
        started.add("the control API", control::close);
        listening = listening(postgres, control);
    }

    private MaskingBook masking(List<MaskingRule> rules) throws IOException {
        if (rules.stream().noneMatch(rule -> rule.replace() == MaskingRule.Replace.TOKEN)) {
            return new MaskingBook(rules);
        }
        var key = new SealedCredentials(config.sealingKey(), random);
        try {
            return new MaskingBook(rules, new Tokens(key.derive("affidavit-masking-tokens-v1")));
        } catch (CredentialUnavailable e) {
            throw new IOException("No tokens can be made: " + e.getMessage(), e);
        }
    }

    private RecordedDevices devices(SessionLog log, EnrolledDevices known) {
        return new RecordedDevices(
                log,
                known,
                config.log().origin(),
                config.approvals().firstUse(),
                new OperatorWord(config.operatorWord()),
                clock);
    }

    private SessionLog openLog() throws LogFailure {
        LogSigner signer = LogSigner.load(config.log().signingKey(), config.log().origin());
        refuseOlder(signer);
        SessionLog log =
                SessionLog.open(
                        config.log().folder(),
                        signer,
                        SessionLog.Options.of(
                                config.log().origin(),
                                Recipients.read(config.log().recipients()),
                                clock));
        started.add("the log", log::close);
        failure = log.onFailure();
        recovered = log.recovered();
        readAgain = Optional.of(log.readAgain());
        return log;
    }

    /// Before the log is opened: opening signs, and a log that was put back must not go on under
    /// the same name.
    private void refuseOlder(LogSigner signer) throws LogFailure {
        if (config.log().anchors().knownCheckpoint().isPresent()) {
            KeptCheckpoint.read(
                            config.log().anchors().knownCheckpoint().get(),
                            List.of(signer.verifierKey()))
                    .requireIn(config.log().folder());
        }
    }

    /// From here on the log says that this gateway runs, and with which policy.
    private LogRecorder record(SessionLog log, Policy policy, String build) throws LogFailure {
        byte[] boot = new byte[16];
        random.nextBytes(boot);
        LogRecorder recorder = new LogRecorder(log, HexFormat.of().formatHex(boot), clock, random);
        started.add(
                "the record",
                () -> {
                    recorder.close();
                    if (!failure.isDone()) {
                        durable(recorder.life().stopped());
                    }
                });
        durable(recorder.life().started(build, config.digest()));
        durable(recorder.life().policyLoaded(policy.engine().digest(), config.policy().toString()));
        return recorder;
    }

    private static void durable(CompletableFuture<Void> record) throws LogFailure {
        try {
            record.get(RECORD_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LogFailure failure
                    ? failure
                    : new LogFailure("The log cannot be written.", e);
        } catch (TimeoutException e) {
            throw new LogFailure("The disk does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogFailure("Interrupted while writing to the log.", e);
        }
    }

    private List<String> listening(PostgresProtocol postgres, ControlServer control) {
        var lines = new ArrayList<String>();
        postgres.listeners()
                .forEach(listener ->
                        lines.add(
                                "postgres    "
                                        + listener.address().getHostString()
                                        + ":"
                                        + listener.address().getPort()));
        lines.add("control     https://" + config.control().host() + ":" + control.port());
        config.developmentIssuer()
                .ifPresent(issuer ->
                        lines.add(
                                "issuer      https://"
                                        + issuer.listen().host()
                                        + ":"
                                        + issuer.listen().port()
                                        + " (development: for evaluation only)"));
        return List.copyOf(lines);
    }

    /// What the control API tells of checkpoints.
    private record Published(Path log, Anchoring anchoring) implements ControlApi.Checkpoints {
        @Override
        public String newest() {
            try {
                return SessionLogReader.checkpoint(log).map(Checkpoint::note).orElse("");
            } catch (LogFailure unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public List<String> anchors() {
            return anchoring.lines();
        }
    }

    /// What the last stop had left in the log, as the log now says; empty after a clean one.
    public Optional<LogRecovered> recovered() {
        return recovered;
    }

    /// Completes when what a quick opening of the log left unread was read; see
    /// [SessionLog#readAgain].
    public Optional<CompletableFuture<Long>> readAgain() {
        return readAgain;
    }

    /// One line for each place where the gateway listens.
    public List<String> listening() {
        return listening;
    }

    /// Completes when the log cannot be written: then nothing may run any more. Whoever started the
    /// gateway closes it and says so.
    public CompletableFuture<LogFailure> onFailure() {
        return failure.copy();
    }

    /// Stops in order: nothing new comes in, what waits lapses, sessions end with their records,
    /// the log is closed with a last checkpoint. Safe to call twice.
    @Override
    public void close() {
        started.close();
    }
}
