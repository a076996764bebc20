package org.affidavit.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.affidavit.gateway.approval.EnrolledDevices;
import org.affidavit.gateway.approval.OperatorWord;
import org.affidavit.gateway.approval.RecordedApprovals;
import org.affidavit.gateway.approval.RecordedDevices;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.Tls;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.recording.LogRecorder;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.SessionEvent.CloseCause;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Orders at their edges: who, too many, too long, not understood.
class OrderCallsTest {
    private static final String UNKNOWN = "01KA5B3V8G7Q9X2M4N6P8R0S1T";

    @TempDir Path folder;
    private SessionLog log;
    private LogRecorder recorder;
    private RecordedApprovals approvals;
    private LogOrders orders;
    private ControlServer server;
    private ControlClient officer;
    private String session = "";

    @BeforeEach
    void start() throws Exception {
        TestCertificate.write(folder);
        var signer = LogSigner.create(folder.resolve("log.key"), "test/affidavit");
        log =
                SessionLog.open(
                        folder.resolve("log"),
                        signer,
                        SessionLog.Options.of(
                                "test/affidavit", SampleReaders.recipients(), Clock.systemUTC()));
        recorder = new LogRecorder(log, "boot", Clock.systemUTC(), new SecureRandom());
        var known = new EnrolledDevices();
        approvals = new RecordedApprovals(log, known, "00", Clock.systemUTC(), new SecureRandom());
        recordASession();
        serve(List.of("privacy"), Duration.ofSeconds(10));
    }

    private void recordASession() {
        var agent = new Principal("https://issuer", "bot", "bot", "", List.of());
        var open = recorder.open(agent, new Resource("db", "postgres"), "test", "00").join();
        open.close(CloseCause.AGENT_LEFT).join();
        session = open.session().value();
    }

    private void serve(List<String> officers, Duration answerWithin) throws Exception {
        orders = new LogOrders(log, officers, answerWithin);
        var known = new EnrolledDevices();
        var operator = new OperatorWord(folder.resolve("operator-devices.txt"));
        Path certificate = folder.resolve("server.crt");
        server =
                ControlServer.start(
                        new Address("127.0.0.1", 0),
                        new Tls(certificate, folder.resolve("server.key"), certificate),
                        new ControlApi(
                                approvals,
                                new RecordedDevices(
                                        log,
                                        known,
                                        "test/affidavit",
                                        true,
                                        operator,
                                        Clock.systemUTC()),
                                token ->
                                        CompletableFuture.completedFuture(
                                                new VerifiedToken(person(token), Instant.MAX)),
                                recorder,
                                List.of("db-approvers"),
                                () -> "",
                                orders,
                                TestSecrets.recordedIn(recorder)));
        officer = client("privacy");
    }

    private void serveAgain(List<String> officers, Duration answerWithin) throws Exception {
        stopServing();
        serve(officers, answerWithin);
    }

    /// A token is the one group of its person.
    private static Principal person(String group) {
        return new Principal("https://issuer", "u-1", "Dana", "", List.of(group));
    }

    private ControlClient client(String token) throws Exception {
        return new ControlClient(
                java.net.URI.create("https://localhost:" + server.port()),
                folder.resolve("server.crt"),
                token);
    }

    private void stopServing() throws Exception {
        officer.close();
        server.close();
        orders.close();
    }

    @AfterEach
    void stop() throws Exception {
        stopServing();
        approvals.close();
        recorder.close();
        log.close();
    }

    private JsonNode erase(String id) throws Exception {
        return officer.erase(id, Optional.empty(), "law", "asked");
    }

    private static void isRefused(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ControlClient.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(code);
                            assertThat(refused.status()).isEqualTo(status);
                        });
    }

    @Test
    void whoIsInNoOfficersGroupMayDoNothingOfIt() throws Exception {
        try (var approver = client("db-approvers")) {
            isRefused(
                    () -> approver.erase(session, Optional.empty(), "a", "b"), 403, "not-officer");
            isRefused(approver::holds, 403, "not-officer");
            isRefused(() -> approver.placeHold(Optional.empty(), "b"), 403, "not-officer");
            isRefused(() -> approver.releaseHold(UNKNOWN, "b"), 403, "not-officer");
        }
        assertThat(officer.holds()).isEmpty();
    }

    @Test
    void nobodyMayWhereNoOfficersAreNamed() throws Exception {
        serveAgain(List.of(), Duration.ofSeconds(10));
        assertThatThrownBy(() -> erase(session)).hasMessageContaining("names no `officers`");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        isRefused(() -> erase(UNKNOWN), 404, "not-found");
        isRefused(() -> officer.placeHold(Optional.of(UNKNOWN), "b"), 404, "not-found");
        isRefused(() -> officer.releaseHold(UNKNOWN, "b"), 404, "not-found");
        isRefused(() -> officer.erase(session, Optional.of(2L), "a", "b"), 404, "not-found");
    }

    @Test
    void textsThatCannotGoOnRecordAreRefused() {
        isRefused(() -> officer.erase(session, Optional.empty(), " ", "b"), 400, "bad-text");
        isRefused(() -> officer.erase(session, Optional.empty(), "a", "b\nc"), 400, "bad-text");
        isRefused(() -> officer.placeHold(Optional.empty(), "x".repeat(2_001)), 400, "bad-text");
        isRefused(() -> erase("no session"), 400, "malformed");
    }

    @Test
    void whoOrdersIsWhomTheTokenNames() throws Exception {
        officer.placeHold(Optional.empty(), "case 12");
        assertThat(log.holds().getFirst().by()).isEqualTo("u-1 at https://issuer");
    }

    @Test
    void aBodyCannotNameSomebodyElse() throws Exception {
        String body = "{\"all\": true, \"reason\": \"case 12\", \"by\": \"The Court\"}";
        var call = new ControlApi.Call(Route.HOLD, "", "", "", body);
        var answer = new OrderCalls(orders).answer(call, person("privacy")).join();
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Whole.class, whole -> assertThat(whole.status()).isEqualTo(400));
        assertThat(log.holds()).isEmpty();
    }

    @Test
    void aHoldForbidsTheErasureUntilItIsReleased() throws Exception {
        String hold = officer.placeHold(Optional.of(session), "case 12").path("id").asString();
        assertThat(officer.holds().get(0).path("session").asString()).isEqualTo(session);
        isRefused(() -> erase(session), 409, "held");
        assertThat(officer.releaseHold(hold, "settled").path("record").isNumber()).isTrue();
        assertThat(officer.holds()).isEmpty();
        assertThat(erase(session).path("finished").asBoolean()).isTrue();
        isRefused(() -> erase(session), 409, "erased-before");
    }

    @Test
    void onlySoManyOrdersWaitAndNoneHoldsUpTheServer() throws Exception {
        var end = new CountDownLatch(1);
        var waiting = new ArrayList<CompletableFuture<Boolean>>();
        for (int i = 0; i <= LogOrders.WAITING_MAX; i++) {
            waiting.add(
                    orders.submit(_ -> {
                        end.await();
                        return true;
                    }));
        }
        isRefused(() -> erase(session), 503, "busy");
        assertThat(officer.whoami().path("subject").asString()).isEqualTo("u-1");
        end.countDown();
        waiting.forEach(order -> assertThat(order.join()).isTrue());
        assertThat(erase(session).path("finished").asBoolean()).isTrue();
    }

    @Test
    void anOrderThatTakesLongGoesOnWithoutItsCaller() throws Exception {
        serveAgain(List.of("privacy"), Duration.ofMillis(200));
        var end = new CountDownLatch(1);
        var before =
                orders.submit(_ -> {
                    end.await();
                    return true;
                });
        assertThat(erase(session).path("finished").asBoolean(true)).isFalse();
        end.countDown();
        assertThat(before.join()).isTrue();
        assertThat(orders.submit(_ -> true).join()).isTrue();
        isRefused(() -> erase(session), 409, "erased-before");
    }
}
