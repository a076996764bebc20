package org.affidavit.desktop.gateway;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.event.Principal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway over HTTPS, trusted by its own CA only.
public final class HttpGateway implements Gateway {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI base;
    private final Path tokenFile;
    private final HttpClient http;
    private @Nullable EventFollower follower;

    /// @param base such as `https://gw.example:8443`
    /// @param ca certificate that signed the gateway's, as PEM
    /// @param tokenFile read anew for every call, so that a fresh token is taken at once
    /// @throws IOException if the CA cannot be used
    public HttpGateway(URI base, Path ca, Path tokenFile) throws IOException {
        if (!"https".equals(base.getScheme())) {
            throw new IOException(
                    "The gateway's address must begin with https://. Without TLS anybody between"
                            + " could show another command than the one that runs.");
        }
        this.base = base;
        this.tokenFile = tokenFile;
        this.http =
                HttpClient.newBuilder().sslContext(trusting(ca)).connectTimeout(PATIENCE).build();
    }

    @Override
    public String name() {
        return base.getAuthority();
    }

    @Override
    public Principal whoami() throws IOException {
        return ApprovalReader.principal(call(request("/v1/whoami").GET().build()));
    }

    @Override
    public List<Approval> approvals() throws IOException {
        return ApprovalReader.approvals(call(request("/v1/approvals").GET().build()));
    }

    @Override
    public Approval decide(String request, String jws) throws IOException {
        return ApprovalReader.approval(
                call(post("/v1/approvals/" + request + "/decision", Map.of("jws", jws))));
    }

    @Override
    public void enrol(DeviceKey key, Instant now) throws IOException {
        var caller = call(request("/v1/whoami").GET().build());
        var statement = ApprovalReader.enrolment(caller, key.thumbprint(), now);
        call(
                post(
                        "/v1/devices",
                        Map.of(
                                "jwk", ApprovalReader.parse(key.publicJwk()),
                                "proof", key.sign(statement))));
    }

    @Override
    public synchronized void follow(Listener listener) {
        if (follower == null) {
            follower = new EventFollower(this::events, listener);
            follower.start();
        }
    }

    /// The lines of the event stream, as they come.
    private Stream<String> events() throws IOException {
        var request =
                HttpRequest.newBuilder(base.resolve("/v1/approvals/events"))
                        .header("Authorization", "Bearer " + token())
                        .header("Accept", "text/event-stream")
                        .GET()
                        .build();
        HttpResponse<Stream<String>> response;
        try {
            response = http.send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
        if (response.statusCode() != 200) {
            try (var lines = response.body()) {
                throw refusal(String.join("\n", lines.toList()));
            }
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token())
                .header("Accept", "application/json");
    }

    private HttpRequest post(String path, Map<String, Object> fields) throws IOException {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(fields)))
                .build();
    }

    private JsonNode call(HttpRequest request) throws IOException {
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw refusal(response.body());
            }
            return ApprovalReader.parse(response.body());
        } catch (InterruptedException stopped) {
            throw interrupted(stopped);
        }
    }

    private static GatewayRefusal refusal(String body) throws IOException {
        var problem = ApprovalReader.parse(body);
        return new GatewayRefusal(
                problem.path("code").asString("unknown"),
                problem.path("detail").asString("The gateway said no and gave no reason."));
    }

    private static IOException interrupted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        var failure = new InterruptedIOException("The app is closing");
        failure.initCause(stopped);
        return failure;
    }

    private String token() throws IOException {
        return Files.readString(tokenFile).strip();
    }

    private static SSLContext trusting(Path ca) throws IOException {
        try (var in = Files.newInputStream(ca)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + number++, one);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(
                    ca + " holds no certificate that can be trusted. It must be PEM.", unusable);
        }
    }

    @Override
    public synchronized void close() {
        if (follower != null) {
            follower.stop();
        }
        http.shutdownNow();
    }
}
