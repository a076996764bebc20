package org.affidavit.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the API does at its edges: too much, too early, too late, not allowed, not possible.
class ControlEdgesTest {
    private static final Principal AGENT =
            new Principal("https://issuer", "bot", "billing-bot", "", List.of("agents"));
    private static final Principal DANA =
            new Principal("https://issuer", "u-1", "dana", "", List.of("db-approvers"));
    private static final Resource RESOURCE = new Resource("prod-db", "postgres");

    @TempDir Path folder;
    private final CompletableFuture<Principal> slow = new CompletableFuture<>();
    private SSLContext trust;
    private SessionLog log;
    private LogRecorder recorder;
    private RecordedApprovals approvals;
    private ControlServer server;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        trust = trusting(TestCertificate.write(folder));
        var signer = LogSigner.create(folder.resolve("log.key"), "test/affidavit");
        var options =
                SessionLog.Options.of(
                        "test/affidavit", SampleReaders.recipients(), Clock.systemUTC());
        log = SessionLog.open(folder.resolve("log"), signer, options);
        recorder = new LogRecorder(log, "boot", Clock.systemUTC(), new SecureRandom());
        var known = new EnrolledDevices();
        approvals = new RecordedApprovals(log, known, "00", Clock.systemUTC(), new SecureRandom());
        Path certificate = folder.resolve("server.crt");
        server =
                ControlServer.start(
                        new Address("127.0.0.1", 0),
                        new Tls(certificate, folder.resolve("server.key"), certificate),
                        new ControlApi(
                                approvals,
                                devices(known),
                                token ->
                                        verify(token)
                                                .thenApply(
                                                        who -> new VerifiedToken(who, Instant.MAX)),
                                recorder,
                                List.of("db-approvers"),
                                () -> "the newest note",
                                new LogOrders(log, List.of()),
                                TestSecrets.recordedIn(recorder)));
        http = HttpClient.newBuilder().sslContext(trust).build();
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
        approvals.close();
        recorder.close();
        log.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Route.class,
            names = {"LIVEZ", "READYZ", "CONTRACT"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyOtherRouteAsksForAToken(Route route) throws Exception {
        var response = send(route, "");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        isProblem(response, "token-missing");
    }

    @ParameterizedTest
    @EnumSource(
            value = Route.class,
            names = {"APPROVALS", "EVENTS", "APPROVAL", "DECISION", "DEVICES", "REVOCATION"})
    void onlyApproversPass(Route route) throws Exception {
        var response = send(route, "bots-token");
        assertThat(response.statusCode()).isEqualTo(403);
        isProblem(response, "not-approver");
    }

    @Test
    void anExpiredTokenIsSaidToBeSo() throws Exception {
        isProblem(send(Route.WHOAMI, "old-token"), "token-expired");
    }

    @Test
    void anOversizeBodyIsAProblemToo() throws Exception {
        for (int round = 0; round < 20; round++) {
            var response = post("/v1/devices", "x".repeat(4_000_000));
            assertThat(response.statusCode()).isEqualTo(413);
            isProblem(response, "too-large");
        }
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void aPathSaysWhichMethodItKnows() throws Exception {
        var response = post("/v1/whoami", "{}");
        assertThat(response.statusCode()).isEqualTo(405);
        isProblem(response, "no-such-method");
    }

    @Test
    void anUnforeseenFaultShowsNothingOfItself() throws Exception {
        var response = send(Route.WHOAMI, "faulty-token");
        assertThat(response.statusCode()).isEqualTo(500);
        isProblem(response, "failed");
        assertThat(response.body()).doesNotContain("inner secret").doesNotContain("Exception");
    }

    @Test
    void isNotReadyOnceTheLogIsLostAndEnrolsNobody() throws Exception {
        assertThat(get("/readyz?verbose").body()).isEqualTo("[+] log\nok\n");
        Files.move(folder.resolve("log"), folder.resolve("gone"));
        var _ = recorder.open(AGENT, RESOURCE, "test", "00").exceptionally(_ -> null);
        var _ = log.checkpoint().exceptionally(_ -> null);
        until(() -> !recorder.healthy());
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz?verbose").body()).startsWith("[-] log\n");
        var device = DeviceKey.loadOrCreate(folder.resolve("dana.jwk"));
        var statement =
                new DeviceStatement(
                        DeviceStatement.Kind.ENROLMENT,
                        DANA.issuer(),
                        DANA.subject(),
                        device.thumbprint(),
                        "test/affidavit",
                        Clock.systemUTC().instant());
        var refused =
                post(
                        "/v1/devices",
                        "{\"jwk\":"
                                + device.publicJwk()
                                + ",\"proof\":\""
                                + device.sign(statement)
                                + "\"}");
        assertThat(refused.statusCode()).isEqualTo(503);
        isProblem(refused, "recording-failed");
    }

    @Test
    void aListenerGetsTheWholePictureHoweverLarge() throws Exception {
        var expected = new HashSet<String>();
        for (int i = 0; i < 150; i++) {
            expected.add(hold("DELETE FROM t -- " + "x".repeat(20_000) + i));
        }
        until(() -> approvals.requests().size() == 150);
        var heard = new HashSet<String>();
        try (var dana = new ControlClient(base(), folder.resolve("server.crt"), "danas-token")) {
            dana.events(request -> {
                heard.add(request.path("id").asString());
                return heard.size() < 150;
            });
        }
        assertThat(heard).isEqualTo(expected);
    }

    @Test
    void neverAnswersASecondCallerFirst() throws Exception {
        try (var socket =
                (SSLSocket) trust.getSocketFactory().createSocket("localhost", server.port())) {
            String two =
                    "GET /v1/whoami HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer slow-token\r\n\r\n"
                            + "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
            socket.getOutputStream().write(two.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
        slow.complete(DANA);
    }

    private CompletableFuture<Principal> verify(String token) {
        return switch (token) {
            case "danas-token" -> CompletableFuture.completedFuture(DANA);
            case "bots-token" -> CompletableFuture.completedFuture(AGENT);
            case "slow-token" -> slow;
            case "faulty-token" ->
                    CompletableFuture.failedFuture(new IllegalStateException("inner secret"));
            default ->
                    CompletableFuture.failedFuture(
                            new TokenRefused("token-expired", "The token has expired."));
        };
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

    private String hold(String sql) {
        var session = recorder.open(AGENT, RESOURCE, "test", "00").join();
        var frame = new WireFrame(WireFrame.Direction.FROM_AGENT, 0, new byte[] {1});
        return approvals
                .hold(
                        session.session(),
                        session.nextCommand(),
                        AGENT,
                        RESOURCE,
                        new CommandFacts("query", List.of("DELETE"), List.of("t")),
                        sql,
                        List.of(frame),
                        new Verdict.Hold(
                                new RuleRef("r", "p:1"),
                                "why",
                                List.of("db-approvers"),
                                Duration.ofMinutes(5)))
                .request()
                .consent()
                .request();
    }

    private static void isProblem(HttpResponse<String> response, String code) {
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }

    private HttpResponse<String> send(Route route, String token) throws Exception {
        String path = route.path.replace("{id}", "R-1");
        var request = HttpRequest.newBuilder(base().resolve(path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        request.method(route.method, HttpRequest.BodyPublishers.ofString("{}"));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(base().resolve(path)).GET().build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(base().resolve(path))
                        .header("Authorization", "Bearer danas-token")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI base() {
        return URI.create("https://localhost:" + server.port());
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not happen within 20 s");
            }
            Thread.onSpinWait();
        }
    }

    private static SSLContext trusting(Path keyStore) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
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
