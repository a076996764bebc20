package org.affidavit.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.approval.EnrolledDevices;
import org.affidavit.gateway.approval.OperatorWord;
import org.affidavit.gateway.approval.RecordedApprovals;
import org.affidavit.gateway.approval.RecordedDevices;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.Tls;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.recording.LogRecorder;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.consent.DeviceStatement;
import org.affidavit.sessionlog.consent.DeviceStatement.Kind;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceEnrolled;
import org.affidavit.sessionlog.event.GatewayEvent.DeviceRevoked;
import org.affidavit.sessionlog.event.GatewayEvent.Vouching;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Device keys through the real API: what a token alone can do, and what it cannot. The token is
/// the person's name here.
class DeviceControlTest {
    private static final String ORIGIN = "test/affidavit";
    private static final String ISSUER = "https://issuer";

    @TempDir Path folder;
    private SessionLog log;
    private LogRecorder recorder;
    private RecordedApprovals approvals;
    private ControlServer server;
    private ControlClient dana;

    @BeforeEach
    void start() throws Exception {
        TestCertificate.write(folder);
        Clock clock = Clock.systemUTC();
        var signer = LogSigner.create(folder.resolve("log.key"), ORIGIN);
        log =
                SessionLog.open(
                        folder.resolve("log"),
                        signer,
                        SessionLog.Options.of(ORIGIN, SampleReaders.recipients(), clock));
        recorder = new LogRecorder(log, "boot", clock, new SecureRandom());
        var known = new EnrolledDevices();
        var operator = new OperatorWord(folder.resolve("operator-devices.txt"));
        approvals = new RecordedApprovals(log, known, "00", clock, new SecureRandom());
        Path certificate = folder.resolve("server.crt");
        server =
                ControlServer.start(
                        new Address("127.0.0.1", 0),
                        new Tls(certificate, folder.resolve("server.key"), certificate),
                        new ControlApi(
                                approvals,
                                new RecordedDevices(log, known, ORIGIN, true, operator, clock),
                                token ->
                                        CompletableFuture.completedFuture(
                                                new VerifiedToken(person(token), Instant.MAX)),
                                recorder,
                                List.of("db-approvers"),
                                () -> "",
                                new LogOrders(log, List.of()),
                                TestSecrets.recordedIn(recorder)));
        dana = client("dana");
    }

    @AfterEach
    void stop() {
        dana.close();
        server.close();
        approvals.close();
        recorder.close();
        log.close();
    }

    @Test
    void theFirstKeyCountsAndIsOnRecordWithItsProof() throws Exception {
        var key = key("dana");
        enrol(dana, key, Optional.empty());
        var enrolled = (DeviceEnrolled) events(DeviceEnrolled.class).getFirst();
        assertThat(enrolled.thumbprint()).isEqualTo(key.thumbprint());
        var vouching = enrolled.vouching().orElseThrow();
        assertThat(vouching.by()).isEqualTo(Vouching.FIRST_USE);
        assertThat(DeviceKey.verifyStatement(vouching.proof(), enrolled.jwk()).subject())
                .isEqualTo("dana");
    }

    @Test
    void aThiefsTokenWithoutAKeyThatVouchesIsRefusedAndToldHowItIsDone() throws Exception {
        enrol(dana, key("dana"), Optional.empty());
        assertThatThrownBy(() -> enrol(dana, key("thief"), Optional.empty()))
                .isInstanceOfSatisfying(
                        ControlClient.Refused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(403);
                            assertThat(refused.code()).isEqualTo("not-vouched");
                        })
                .hasMessageContaining("affidavit devices enrol --vouch-with FILE")
                .hasMessageContaining("affidavit devices confirm " + key("thief").thumbprint());
        assertThat(events(DeviceEnrolled.class)).hasSize(1);
    }

    @Test
    void aSecondKeyThatTheFirstVouchesForCounts() throws Exception {
        enrol(dana, key("dana"), Optional.empty());
        enrol(dana, key("second"), Optional.of(key("dana")));
        var enrolled = (DeviceEnrolled) events(DeviceEnrolled.class).getLast();
        assertThat(enrolled.vouching().orElseThrow().by()).isEqualTo(key("dana").thumbprint());
    }

    @Test
    void somebodyElsesPublicKeyCannotBeEnrolled() throws Exception {
        var lees = key("lee");
        String forged = key("dana").sign(statement(dana, Kind.ENROLMENT, lees));
        refuses(() -> dana.enrol(lees.publicJwk(), forged, Optional.empty()), "bad-proof");
        try (var lee = client("lee")) {
            enrol(lee, lees, Optional.empty());
        }
    }

    @Test
    void aStaleOrForeignProofIsRefused() throws Exception {
        var key = key("dana");
        var fresh = statement(dana, Kind.ENROLMENT, key);
        var stale = at(fresh, fresh.at().minus(Duration.ofMinutes(6)));
        refuses(
                () -> dana.enrol(key.publicJwk(), key.sign(stale), Optional.empty()),
                "stale-proof");
        try (var lee = client("lee")) {
            String foreign = key.sign(statement(lee, Kind.ENROLMENT, key));
            refuses(() -> dana.enrol(key.publicJwk(), foreign, Optional.empty()), "bad-proof");
        }
        assertThat(events(DeviceEnrolled.class)).isEmpty();
    }

    @Test
    void anotherKeyOfThePersonRevokesOneOnRecord() throws Exception {
        enrol(dana, key("dana"), Optional.empty());
        enrol(dana, key("second"), Optional.of(key("dana")));
        String lost = key("dana").thumbprint();
        var statement = statement(dana, Kind.REVOCATION, key("dana"));
        refuses(() -> dana.revoke(lost, key("thief").sign(statement)), "bad-voucher");
        dana.revoke(lost, key("second").sign(statement));
        var revoked = (DeviceRevoked) events(DeviceRevoked.class).getFirst();
        assertThat(revoked.thumbprint()).isEqualTo(lost);
        assertThat(revoked.by()).isEqualTo(key("second").thumbprint());
    }

    private static void enrol(ControlClient client, DeviceKey key, Optional<DeviceKey> vouching)
            throws Exception {
        var statement = statement(client, Kind.ENROLMENT, key);
        client.enrol(
                key.publicJwk(), key.sign(statement), vouching.map(other -> other.sign(statement)));
    }

    private static DeviceStatement statement(ControlClient client, Kind kind, DeviceKey about)
            throws Exception {
        var caller = client.whoami();
        return new DeviceStatement(
                kind,
                caller.path("issuer").asString(),
                caller.path("subject").asString(),
                about.thumbprint(),
                caller.path("origin").asString(),
                Clock.systemUTC().instant());
    }

    private static DeviceStatement at(DeviceStatement of, Instant at) {
        return new DeviceStatement(
                of.kind(), of.issuer(), of.subject(), of.thumbprint(), of.origin(), at);
    }

    private DeviceKey key(String name) throws Exception {
        return DeviceKey.loadOrCreate(folder.resolve(name + ".jwk"));
    }

    private static Principal person(String token) {
        return new Principal(ISSUER, token, token, "", List.of("db-approvers"));
    }

    private ControlClient client(String token) throws Exception {
        URI base = URI.create("https://localhost:" + server.port());
        return new ControlClient(base, folder.resolve("server.crt"), token);
    }

    private List<Object> events(Class<?> type) throws Exception {
        var events = new ArrayList<Object>();
        try (var reader = SessionLogReader.open(folder.resolve("log"))) {
            reader.forEach(
                    0, record -> !type.isInstance(record.event()) || events.add(record.event()));
        }
        return events;
    }

    private static void refuses(ThrowingCallable attempt, String code) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        ControlClient.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
