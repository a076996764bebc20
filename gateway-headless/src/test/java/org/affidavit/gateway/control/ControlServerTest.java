package org.affidavit.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.affidavit.gateway.approval.Approvals.Held;
import org.affidavit.gateway.approval.EnrolledDevices;
import org.affidavit.gateway.approval.OperatorWord;
import org.affidavit.gateway.approval.RecordedApprovals;
import org.affidavit.gateway.approval.RecordedDevices;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.Tls;
import org.affidavit.gateway.identity.TokenRefused;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.policy.Verdict;
import org.affidavit.gateway.recording.LogRecorder;
import org.affidavit.sessionlog.SessionLog;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.consent.DeviceStatement;
import org.affidavit.sessionlog.event.CommandFacts;
import org.affidavit.sessionlog.event.Principal;
import org.affidavit.sessionlog.event.Resource;
import org.affidavit.sessionlog.event.RuleRef;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.key.LogSigner;
import org.affidavit.sessionlog.samples.SampleReaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ControlServerTest {
    private static final Principal AGENT =
            new Principal("https://issuer", "bot", "billing-bot", "", List.of("agents"));
    private static final Map<String, Principal> KNOWN =
            Map.of(
                    "danas-token",
                    new Principal("https://issuer", "u-1", "dana", "", List.of("db-approvers")),
                    "bots-token",
                    AGENT);

    @TempDir Path folder;
    private SessionLog log;
    private LogRecorder recorder;
    private RecordedApprovals approvals;
    private ControlServer server;
    private ControlClient dana;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        Path keyStore = TestCertificate.write(folder);
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
        var api =
                new ControlApi(
                        approvals,
                        devices(known),
                        token ->
                                verify(token).thenApply(who -> new VerifiedToken(who, Instant.MAX)),
                        recorder,
                        List.of("db-approvers"),
                        () -> "the newest note",
                        new LogOrders(log, List.of()),
                        TestSecrets.recordedIn(recorder));
        server =
                ControlServer.start(
                        new Address("127.0.0.1", 0),
                        new Tls(
                                folder.resolve("server.crt"),
                                folder.resolve("server.key"),
                                folder.resolve("server.crt")),
                        api);
        dana = client("danas-token");
        http = HttpClient.newBuilder().sslContext(trusting(keyStore)).build();
    }

    @AfterEach
    void stop() {
        dana.close();
        http.close();
        server.close();
        approvals.close();
        recorder.close();
        log.close();
    }

    @Test
    void aPersonSeesEnrolsAndDecides() throws Exception {
        Held held = hold();
        JsonNode listed = dana.approvals(true).get(0);
        assertThat(listed.path("state").asString()).isEqualTo("waiting");
        assertThat(listed.path("statement").asString()).isEqualTo("DELETE FROM t");
        assertThat(listed.path("digest").asString()).isEqualTo(held.request().digest());
        var device = DeviceKey.loadOrCreate(folder.resolve("dana.jwk"));
        dana.enrol(device.publicJwk(), proof(device), Optional.empty());
        String id = listed.path("id").asString();
        JsonNode decided = dana.decide(id, sign(device, held, id));
        assertThat(decided.path("state").asString()).isEqualTo("approved");
        assertThat(decided.path("decidedBy").asString()).isEqualTo("dana");
        assertThat(dana.approvals(true)).isEmpty();
        assertThat(dana.approval(id).path("reason").asString()).isEqualTo("because");
    }

    @Test
    void aSecondDecisionIsAConflict() throws Exception {
        Held held = hold();
        String id = held.request().consent().request();
        var device = DeviceKey.loadOrCreate(folder.resolve("dana.jwk"));
        dana.enrol(device.publicJwk(), proof(device), Optional.empty());
        dana.decide(id, sign(device, held, id));
        assertThatThrownBy(() -> dana.decide(id, sign(device, held, id)))
                .isInstanceOfSatisfying(
                        ControlClient.Refused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(409);
                            assertThat(refused.code()).isEqualTo("not-waiting");
                        });
    }

    @Test
    void aKeyThatAnOperatorRevokedDecidesNothingFromThenOn() throws Exception {
        Held held = hold();
        String id = held.request().consent().request();
        var device = DeviceKey.loadOrCreate(folder.resolve("dana.jwk"));
        dana.enrol(device.publicJwk(), proof(device), Optional.empty());
        new OperatorWord(folder.resolve("operator-devices.txt")).revoke(device.thumbprint());
        assertThatThrownBy(() -> dana.decide(id, sign(device, held, id)))
                .isInstanceOfSatisfying(
                        ControlClient.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("not-enrolled"));
        assertThat(held.outcome()).isNotDone();
    }

    @Test
    void whoIsNoApproverSeesNothing() throws Exception {
        try (var bot = client("bots-token")) {
            assertThatThrownBy(() -> bot.approvals(false))
                    .isInstanceOfSatisfying(
                            ControlClient.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo("not-approver"));
        }
    }

    @Test
    void aCallWithoutAGoodTokenIsNotSignedIn() throws Exception {
        assertThat(get("/v1/approvals", "").statusCode()).isEqualTo(401);
        var wrong = get("/v1/approvals", "stolen-token");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("token-signature").doesNotContain("stolen-token");
    }

    @Test
    void healthNeedsNoToken() throws Exception {
        assertThat(get("/livez", "").statusCode()).isEqualTo(200);
        assertThat(get("/readyz", "").statusCode()).isEqualTo(200);
    }

    @Test
    void theCheckpointIsGivenAsItsNote() throws Exception {
        assertThat(get("/v1/checkpoint", "bots-token").body()).isEqualTo("the newest note");
    }

    @Test
    void malformedBodiesAndUnknownPathsAreSaidToBeSo() throws Exception {
        assertThat(post("/v1/devices", "{").statusCode()).isEqualTo(400);
        assertThat(post("/v1/devices", "{\"jwk\":{},\"jwk\":{}}").statusCode()).isEqualTo(400);
        assertThat(post("/v1/devices", "{\"jwk\":{\"kty\":\"oct\"}}").statusCode()).isEqualTo(400);
        assertThat(post("/v1/approvals/R-none/decision", "{\"jws\":\"x\"}").statusCode())
                .isEqualTo(404);
        assertThat(get("/v1/nothing", "danas-token").statusCode()).isEqualTo(404);
        assertThat(post("/v1/devices", "x".repeat(100_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void aNewRequestReachesAListenerWithin300Milliseconds() throws Exception {
        var response =
                http.send(
                        request("/v1/approvals/events", "danas-token").GET().build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            Held held = hold();
            long asked = System.nanoTime();
            String line = lines.readLine();
            while (!line.startsWith("data: ")) {
                line = lines.readLine();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .isLessThan(Duration.ofMillis(300));
            assertThat(line).contains(held.request().digest());
        }
    }

    @Test
    void theContractListsExactlyWhatIsServed() throws Exception {
        JsonNode contract = new YAMLMapper().readTree(get("/openapi.yaml", "").body());
        var listed = new TreeSet<String>();
        contract.path("paths")
                .forEachEntry((path, methods) ->
                        methods.propertyNames()
                                .forEach(method -> listed.add(method.toUpperCase() + " " + path)));
        var served = new TreeSet<String>();
        for (Route route : Route.values()) {
            served.add(route.method + " " + route.path);
        }
        assertThat(listed).isEqualTo(served);
    }

    @Test
    void exchangesATokenForAShortSecretThatOnlyItsOwnerCanEnd() throws Exception {
        try (var bot = client("bots-token")) {
            JsonNode issued = bot.exchange("prod-db");
            assertThat(issued.path("secret").asString()).startsWith("afs_").hasSizeLessThan(65);
            assertThat(issued.path("resource").asString()).isEqualTo("prod-db");
            String id = issued.path("id").asString();
            assertThatThrownBy(() -> dana.revokeSecret(id)).hasMessageContaining(id);
            assertThat(dana.secrets().path("secrets")).isEmpty();
            JsonNode listed = bot.secrets().path("secrets").path(0);
            assertThat(listed.path("id").asString()).isEqualTo(id);
            assertThat(listed.path("resource").asString()).isEqualTo("prod-db");
            assertThat(listed.toString())
                    .contains("principal", "since", "until")
                    .doesNotContain("afs_");
            bot.revokeSecret(id);
            assertThat(bot.secrets().path("secrets")).isEmpty();
            assertThatThrownBy(() -> bot.revokeSecret(id))
                    .hasMessageContaining("no session secret");
        }
    }

    @Test
    void exchangesNothingForAnUnknownResourceABadTokenOrABadBody() throws Exception {
        assertThatThrownBy(() -> dana.exchange("other-db")).hasMessageContaining("other-db");
        try (var stranger = client("strangers-token")) {
            assertThatThrownBy(() -> stranger.exchange("prod-db")).hasMessageContaining("token");
        }
        assertThat(post("/v1/session-secrets", "{\"resource\":1}").statusCode()).isEqualTo(400);
    }

    private static CompletableFuture<Principal> verify(String token) {
        Principal known = KNOWN.get(token);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : CompletableFuture.failedFuture(
                        new TokenRefused(
                                "token-signature", "The token is not signed by the issuer."));
    }

    private RecordedDevices devices(EnrolledDevices known) {
        return new RecordedDevices(
                log,
                known,
                "test/affidavit",
                true,
                new OperatorWord(folder.resolve("operator-devices.txt")),
                Clock.systemUTC());
    }

    private Held hold() {
        var session =
                recorder.open(AGENT, new Resource("prod-db", "postgres"), "test", "00").join();
        var frame = new WireFrame(WireFrame.Direction.FROM_AGENT, 0, new byte[] {1});
        Held held =
                approvals.hold(
                        session.session(),
                        session.nextCommand(),
                        AGENT,
                        new Resource("prod-db", "postgres"),
                        new CommandFacts("query", List.of("DELETE"), List.of("t")),
                        "DELETE FROM t",
                        List.of(frame),
                        new Verdict.Hold(
                                new RuleRef("hold-deletes", "policy.yaml:9"),
                                "why",
                                List.of("db-approvers"),
                                Duration.ofMinutes(1)));
        while (approvals.requests().stream()
                .noneMatch(r -> r.digest().equals(held.request().digest()))) {
            Thread.onSpinWait();
        }
        return held;
    }

    private static String proof(DeviceKey device) {
        return device.sign(
                new DeviceStatement(
                        DeviceStatement.Kind.ENROLMENT,
                        "https://issuer",
                        "u-1",
                        device.thumbprint(),
                        "test/affidavit",
                        Clock.systemUTC().instant()));
    }

    private static String sign(DeviceKey device, Held held, String id) {
        return device.sign(
                new ConsentDecision(id, held.request().digest(), true, "because", Instant.EPOCH));
    }

    private ControlClient client(String token) throws Exception {
        return new ControlClient(base(), folder.resolve("server.crt"), token);
    }

    private URI base() {
        return URI.create("https://localhost:" + server.port());
    }

    private HttpRequest.Builder request(String path, String token) {
        var request = HttpRequest.newBuilder(base().resolve(path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return http.send(request(path, token).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                request(path, "danas-token")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static SSLContext trusting(Path keyStore) throws Exception {
        var store = java.security.KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(keyStore)) {
            store.load(in, "changeit".toCharArray());
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
