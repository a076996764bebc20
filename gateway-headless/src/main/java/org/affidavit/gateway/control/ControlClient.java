package org.affidavit.gateway.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the control API of a gateway, trusting only that gateway's own CA.
public final class ControlClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String DATA = "data: ";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final URI base;
    private final String token;
    private final HttpClient http;

    /// @param base such as `https://localhost:8443`
    /// @param ca the gateway's CA (PEM)
    public ControlClient(URI base, Path ca, String token) throws IOException {
        this.base = base;
        this.token = token;
        this.http =
                HttpClient.newBuilder().sslContext(trusting(ca)).connectTimeout(PATIENCE).build();
    }

    /// The gateway said no. The code is the stable one of the problem document.
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;
        private final String code;

        Refused(int status, String code, String detail) {
            super(detail, null, false, false);
            this.status = status;
            this.code = code;
        }

        public int status() {
            return status;
        }

        public String code() {
            return code;
        }
    }

    /// Requests, newest first, as `openapi.yaml` has them.
    public JsonNode approvals(boolean onlyWaiting)
            throws IOException, InterruptedException, Refused {
        return send(request("/v1/approvals" + (onlyWaiting ? "?state=waiting" : "")).GET().build());
    }

    /// One request.
    public JsonNode approval(String id) throws IOException, InterruptedException, Refused {
        return send(request("/v1/approvals/" + id).GET().build());
    }

    /// Sends a signed decision.
    ///
    /// @return the request as it ended
    public JsonNode decide(String id, String jws)
            throws IOException, InterruptedException, Refused {
        return send(
                request("/v1/approvals/" + id + "/decision")
                        .POST(body(Map.of("jws", jws)))
                        .build());
    }

    /// Who the gateway takes the caller for, and the origin of its log.
    public JsonNode whoami() throws IOException, InterruptedException, Refused {
        return send(request("/v1/whoami").GET().build());
    }

    /// Enrols the caller's own public key.
    ///
    /// @param proof statement of the enrolment, signed by that key
    /// @param voucher the same statement, signed by a key that counts already
    public void enrol(String jwk, String proof, Optional<String> voucher)
            throws IOException, InterruptedException, Refused {
        Map<String, Object> fields = new HashMap<>();
        fields.put("jwk", JSON.readTree(jwk));
        fields.put("proof", proof);
        voucher.ifPresent(jws -> fields.put("voucher", jws));
        JsonNode _ = send(request("/v1/devices").POST(body(fields)).build());
    }

    /// Revokes one of the caller's own keys.
    ///
    /// @param jws statement of the revocation, signed by another of them
    public void revoke(String thumbprint, String jws)
            throws IOException, InterruptedException, Refused {
        JsonNode _ =
                send(
                        request("/v1/devices/" + thumbprint + "/revocation")
                                .POST(body(Map.of("jws", jws)))
                                .build());
    }

    /// Erases what was said in a session, or the payload of one record.
    ///
    /// @return what came of it; `finished` is false if the gateway is still at work
    public JsonNode erase(String session, Optional<Long> record, String basis, String reason)
            throws IOException, InterruptedException, Refused {
        Map<String, Object> fields = new HashMap<>();
        fields.put("session", session);
        record.ifPresent(index -> fields.put("record", index));
        fields.put("basis", basis);
        fields.put("reason", reason);
        return send(request("/v1/erasures").POST(body(fields)).build());
    }

    /// The holds that are in force.
    public JsonNode holds() throws IOException, InterruptedException, Refused {
        return send(request("/v1/holds").GET().build());
    }

    /// Forbids erasures.
    ///
    /// @param session what the hold covers; empty for every session
    public JsonNode placeHold(Optional<String> session, String reason)
            throws IOException, InterruptedException, Refused {
        Map<String, Object> fields = new HashMap<>();
        fields.put("reason", reason);
        session.ifPresentOrElse(id -> fields.put("session", id), () -> fields.put("all", true));
        return send(request("/v1/holds").POST(body(fields)).build());
    }

    /// Ends a hold.
    public JsonNode releaseHold(String hold, String reason)
            throws IOException, InterruptedException, Refused {
        return send(
                request("/v1/holds/" + hold + "/release")
                        .POST(body(Map.of("reason", reason)))
                        .build());
    }

    /// Exchanges the caller's token for a short secret that opens one resource.
    public JsonNode exchange(String resource) throws IOException, InterruptedException, Refused {
        return send(
                request("/v1/session-secrets").POST(body(Map.of("resource", resource))).build());
    }

    /// The caller's session secrets that are in use, without what they are.
    public JsonNode secrets() throws IOException, InterruptedException, Refused {
        return send(request("/v1/session-secrets").GET().build());
    }

    /// Makes a session secret of the caller's open nothing more.
    public void revokeSecret(String id) throws IOException, InterruptedException, Refused {
        JsonNode _ =
                send(
                        request("/v1/session-secrets/" + id + "/revocation")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build());
    }

    /// Hears of the requests that wait and then of every change, until the gateway ends the stream
    /// or the listener answers false. Ask again to go on: the gateway ends every stream after a
    /// while, so that nobody listens for longer than their token is good.
    public void events(Predicate<JsonNode> listener)
            throws IOException, InterruptedException, Refused {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve("/v1/approvals/events"))
                        .header("Authorization", "Bearer " + token)
                        .GET()
                        .build();
        HttpResponse<Stream<String>> response =
                http.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() >= 400) {
                throw refused(response.statusCode(), lines.collect(Collectors.joining()));
            }
            boolean _ =
                    lines.filter(line -> line.startsWith(DATA))
                            .map(line -> JSON.readTree(line.substring(DATA.length())))
                            .allMatch(listener);
        } catch (UncheckedIOException broken) {
            throw new IOException("The gateway's events broke off", broken);
        } catch (JacksonException e) {
            throw new IOException("The gateway's answer is not JSON", e);
        }
    }

    private static Refused refused(int status, String problem) {
        JsonNode body = JSON.readTree(problem);
        return new Refused(
                status,
                body.path("code").asString("unknown"),
                body.path("detail").asString("The gateway gave no reason."));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher body(Map<String, Object> fields) {
        return HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(fields));
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException, Refused {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        try {
            if (response.statusCode() >= 400) {
                throw refused(response.statusCode(), response.body());
            }
            return JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw new IOException("The gateway's answer is not JSON", e);
        }
    }

    private static SSLContext trusting(Path ca) throws IOException {
        try (var in = Files.newInputStream(ca)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + count++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("The CA file " + ca + " cannot be used", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
