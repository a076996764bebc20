package org.affidavit.gateway.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.approval.Approvals.Held;
import org.affidavit.gateway.approval.Approvals.Outcome;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.gateway.recording.LogRecorder;
import org.affidavit.gateway.recording.Recorder.SessionRecorder;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionEvent.LapseCause;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedApprovalsTest {
    private static final String ISSUER = "https://issuer";
    private static final Principal AGENT =
            new Principal(ISSUER, "bot-1", "billing-bot", "j.ruiz", List.of("agents"));
    private static final Principal DANA =
            new Principal(ISSUER, "u-1", "dana", "", List.of("db-approvers"));
    private static final Resource RESOURCE = new Resource("prod-db", "postgres");
    private static final CommandFacts FACTS =
            new CommandFacts("query", List.of("DELETE"), List.of("payments"));

    @TempDir Path folder;
    private SessionLog log;
    private LogRecorder recorder;
    private SessionRecorder session;
    private EnrolledDevices devices;
    private RecordedApprovals approvals;
    private DeviceKey device;

    @BeforeEach
    void open() throws Exception {
        var signer = LogSigner.create(folder.resolve("log.key"), "test/affidavit");
        log = SessionLog.open(folder.resolve("log"), signer, options());
        recorder = new LogRecorder(log, "boot-1", Clock.systemUTC(), new SecureRandom());
        session = recorder.open(AGENT, RESOURCE, "test", "00").join();
        devices = new EnrolledDevices();
        approvals = approvals(devices);
        device = DeviceKey.loadOrCreate(folder.resolve("dana.jwk"));
        devices.add(DANA, device.thumbprint(), device.publicJwk());
    }

    @AfterEach
    void close() {
        approvals.close();
        recorder.close();
        log.close();
    }

    @Test
    void approvesWithASignedDecisionThatIsOnRecordFirst() throws Exception {
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        approvals.decide(id(held), DANA, sign(held, true)).join();
        assertThat(held.outcome().join()).isInstanceOf(Outcome.Approved.class);
        assertThat(events()).anyMatch(SessionEvent.ApprovalDecided.class::isInstance);
    }

    @Test
    void deniesWithASignedDecision() {
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        approvals.decide(id(held), DANA, sign(held, false)).join();
        assertThat(held.outcome().join()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void lapsesWhenNobodyDecides() throws Exception {
        Held held = hold("DELETE 1", Duration.ofMillis(30));
        assertThat(held.outcome().get(10, TimeUnit.SECONDS))
                .isEqualTo(new Outcome.Lapsed(id(held), LapseCause.EXPIRED));
    }

    @Test
    void refusesASecondDecisionAndNeverFlips() {
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        approvals.decide(id(held), DANA, sign(held, false)).join();
        refuses(held, DANA, sign(held, true), "not-waiting");
        assertThat(held.outcome().join()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void refusesWhoIsNoApprover() {
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        var other = new Principal(ISSUER, "u-2", "eve", "", List.of("agents"));
        refuses(held, other, sign(held, true), "not-approver");
    }

    @Test
    void refusesTheAgentItselfAndItsOwner() {
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        var agentAsHuman =
                new Principal(ISSUER, "bot-1", "another-name", "", List.of("db-approvers"));
        refuses(held, agentAsHuman, sign(held, true), "self-approval");
        var owner = new Principal(ISSUER, "u-9", "J.Ruiz", "", List.of("db-approvers"));
        refuses(held, owner, sign(held, true), "self-approval");
    }

    @Test
    void refusesAKeyThatIsEnrolledToSomebodyElse() throws Exception {
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        var lee = new Principal(ISSUER, "u-3", "lee", "", List.of("db-approvers"));
        refuses(held, lee, sign(held, true), "not-enrolled");
        var leesKey = DeviceKey.loadOrCreate(folder.resolve("lee.jwk"));
        devices.add(lee, leesKey.thumbprint(), leesKey.publicJwk());
        refuses(held, lee, sign(held, true), "bad-signature");
    }

    @Test
    void refusesADecisionOnOtherBytes() {
        Held one = hold("DELETE 1", Duration.ofMinutes(1));
        Held other = hold("DELETE 2", Duration.ofMinutes(1));
        assertThat(one.request().digest()).isNotEqualTo(other.request().digest());
        var crossed =
                device.sign(
                        new ConsentDecision(
                                id(one), other.request().digest(), true, "", Instant.EPOCH));
        refuses(one, DANA, crossed, "digest-mismatch");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> approvals.decide("R-none", DANA, "x").join())
                .hasCauseInstanceOf(DecisionRefused.class);
    }

    @Test
    void countsExactlyOneOfAHundredDecisionsAtOnce() {
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        var decided = new ArrayList<CompletableFuture<Boolean>>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                String jws = sign(held, i % 2 == 0);
                decided.add(
                        CompletableFuture.supplyAsync(
                                () ->
                                        approvals
                                                .decide(id(held), DANA, jws)
                                                .handle((_, problem) -> problem == null)
                                                .join(),
                                executor));
            }
            assertThat(decided.stream().filter(CompletableFuture::join).count()).isEqualTo(1);
        }
    }

    @Test
    void endsOnceWhenADecisionAndAWithdrawalRace() throws Exception {
        for (int round = 0; round < 50; round++) {
            Held held = hold("DELETE " + round, Duration.ofMinutes(1));
            String jws = sign(held, true);
            var decision =
                    CompletableFuture.supplyAsync(() ->
                            approvals
                                    .decide(id(held), DANA, jws)
                                    .handle((_, problem) -> problem == null)
                                    .join());
            approvals.withdraw(id(held), LapseCause.WITHDRAWN);
            boolean approved = held.outcome().get(10, TimeUnit.SECONDS) instanceof Outcome.Approved;
            assertThat(decision.join()).isEqualTo(approved);
        }
    }

    @Test
    void lapsesWhatIsHeldWhenTheGatewayStops() throws Exception {
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        approvals.close();
        assertThat(held.outcome().get(10, TimeUnit.SECONDS))
                .isEqualTo(new Outcome.Lapsed(id(held), LapseCause.GATEWAY_STOPPED));
    }

    @Test
    void approvesNothingOnceTheLogIsGone() {
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        log.close();
        assertThatThrownBy(() -> approvals.decide(id(held), DANA, sign(held, true)).join())
                .isInstanceOf(CompletionException.class);
        assertThat(held.outcome()).isCompletedExceptionally();
    }

    @Test
    void tellsListenersInOrder() {
        var heard = new ArrayList<Boolean>();
        approvals.listen(request -> heard.add(request.outcome().isPresent()));
        Held held = hold("DELETE 1", Duration.ofMinutes(1));
        approvals.decide(id(held), DANA, sign(held, true)).join();
        assertThat(heard).containsExactly(false, true);
    }

    private void refuses(Held held, Principal approver, String jws, String code) {
        assertThatThrownBy(() -> approvals.decide(id(held), approver, jws).join())
                .cause()
                .isInstanceOfSatisfying(
                        DecisionRefused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private Held hold(String sql, Duration expire) {
        var frame =
                new WireFrame(
                        WireFrame.Direction.FROM_AGENT, 0, sql.getBytes(StandardCharsets.UTF_8));
        Held held =
                approvals.hold(
                        session.session(),
                        session.nextCommand(),
                        AGENT,
                        RESOURCE,
                        FACTS,
                        sql,
                        List.of(frame),
                        new Verdict.Hold(
                                new RuleRef("r", "p:1"), "why", List.of("db-approvers"), expire));
        log.checkpoint().join();
        await(held);
        return held;
    }

    /// A request is visible once it is on record.
    private void await(Held held) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (approvals.request(id(held)).isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private String sign(Held held, boolean approved) {
        return device.sign(
                new ConsentDecision(
                        id(held), held.request().digest(), approved, "because", Instant.EPOCH));
    }

    private static String id(Held held) {
        return held.request().consent().request();
    }

    private RecordedApprovals approvals(EnrolledDevices known) {
        return new RecordedApprovals(log, known, "00", Clock.systemUTC(), new SecureRandom());
    }

    private static SessionLog.Options options() {
        return SessionLog.Options.of(
                "test/affidavit", SampleReaders.recipients(), Clock.systemUTC());
    }

    private List<Event> events() throws Exception {
        log.checkpoint().join();
        var events = new ArrayList<Event>();
        try (var reader = SessionLogReader.open(folder.resolve("log"))) {
            reader.forEach(0, record -> events.add(record.event()));
        }
        return events;
    }
}
