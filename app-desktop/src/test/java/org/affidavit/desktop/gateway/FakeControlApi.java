package org.affidavit.desktop.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.affidavit.desktop.SampleGateway;
import org.affidavit.sessionlog.consent.ConsentDecision;
import org.affidavit.sessionlog.consent.DeviceKey;
import tools.jackson.databind.json.JsonMapper;

/// The control API over HTTPS on a free loopback port, as its OpenAPI document has it. Checks the
/// bearer token and every signature like the real one.
public final class FakeControlApi implements AutoCloseable {
    public static final String ORIGIN = "test/affidavit";
    public static final String TOKEN = "danas-token";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path ca;
    private final Map<String, Approval> requests = new ConcurrentHashMap<>();
    private final List<OutputStream> streams = new CopyOnWriteArrayList<>();
    private final List<ConsentDecision> decisions = new CopyOnWriteArrayList<>();
    private volatile String jwk = "";
    private volatile String proof = "";

    public FakeControlApi(Path folder) throws Exception {
        var certificate = TestCertificate.make();
        ca = certificate.writeTo(folder.resolve("ca.crt"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        server.setExecutor(threads);
        server.createContext("/v1/", this::answer);
        server.start();
    }

    public URI base() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    public Path ca() {
        return ca;
    }

    /// What the key signed that was enrolled last.
    public String proof() {
        return proof;
    }

    /// Decisions taken, in order.
    public List<ConsentDecision> decisions() {
        return decisions;
    }

    /// Holds a command: every follower hears of it.
    public void hold(String id, String statement) throws IOException {
        tell(SampleGateway.waiting(id, statement, "billing-bot", "j.ruiz", 300));
    }

    /// Holds a command for five minutes of real time.
    public void holdFromNow(String id, String statement) throws IOException {
        long left = Duration.between(SampleGateway.NOW, Instant.now()).toSeconds() + 300;
        tell(SampleGateway.waiting(id, statement, "billing-bot", "j.ruiz", left));
    }

    /// Who begins to follow while this is told hears it once, either way.
    private synchronized void tell(Approval approval) throws IOException {
        requests.put(approval.id(), approval);
        for (var stream : streams) {
            event(stream, approval);
        }
    }

    /// Breaks every open stream.
    public synchronized void breakStreams() throws IOException {
        for (var stream : streams) {
            stream.close();
        }
        streams.clear();
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        if (!("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"))) {
            problem(call, 401, "token-unknown", "The token is not one of ours. Get a fresh one.");
        } else if (path.equals("/v1/whoami")) {
            var caller = new HashMap<>(principal("dana", "", List.of("db-approvers")));
            caller.put("origin", ORIGIN);
            json(call, 200, caller);
        } else if (path.equals("/v1/approvals")) {
            json(call, 200, requests.values().stream().map(FakeControlApi::fields).toList());
        } else if (path.equals("/v1/approvals/events")) {
            follow(call);
        } else if (path.equals("/v1/devices")) {
            var body = JSON.readTree(body(call));
            jwk = body.required("jwk").toString();
            proof = body.required("proof").asString();
            json(call, 201, Map.of());
        } else if (path.endsWith("/decision")) {
            decide(call, path.split("/")[3]);
        } else {
            problem(call, 404, "not-found", "There is nothing here.");
        }
    }

    private synchronized void follow(HttpExchange call) throws IOException {
        call.getResponseHeaders().set("Content-Type", "text/event-stream");
        call.sendResponseHeaders(200, 0);
        var stream = call.getResponseBody();
        stream.write(": begin\n\n".getBytes(StandardCharsets.UTF_8));
        for (var waiting : requests.values()) {
            event(stream, waiting);
        }
        stream.flush();
        streams.add(stream);
    }

    private static void event(OutputStream stream, Approval approval) throws IOException {
        String data = JSON.writeValueAsString(fields(approval));
        stream.write(("event: request\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        stream.flush();
    }

    private void decide(HttpExchange call, String id) throws IOException {
        var held = requests.get(id);
        if (held == null || held.state() != Approval.State.WAITING) {
            problem(call, 409, "not-waiting", "This request was decided already.");
            return;
        }
        try {
            String jws = JSON.readTree(body(call)).required("jws").asString();
            var decision = DeviceKey.verify(jws, jwk);
            if (!decision.digest().equals(held.digest())) {
                problem(call, 400, "wrong-digest", "The decision is for other bytes.");
                return;
            }
            decisions.add(decision);
            var state = decision.approved() ? Approval.State.APPROVED : Approval.State.DENIED;
            var decided = SampleGateway.decided(held, state, "dana", decision.reason());
            tell(decided);
            json(call, 200, fields(decided));
        } catch (ParseException forged) {
            problem(call, 400, "bad-signature", forged.getMessage());
        }
    }

    private static Map<String, Object> fields(Approval approval) {
        var consent = approval.consent();
        var agent = consent.agent();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", approval.id());
        fields.put("state", approval.state().name().toLowerCase(Locale.ROOT));
        fields.put("digest", approval.digest());
        fields.put("session", consent.session().value());
        fields.put("command", consent.command());
        fields.put(
                "agent",
                Map.of(
                        "issuer", agent.issuer(),
                        "subject", agent.subject(),
                        "name", agent.name(),
                        "owner", agent.owner(),
                        "groups", agent.groups()));
        fields.put(
                "resource",
                Map.of("name", consent.resource().name(), "kind", consent.resource().kind()));
        fields.put("commandSha256", consent.commandSha256());
        fields.put("policyDigest", consent.policyDigest());
        fields.put("nonce", consent.nonce());
        fields.put("asked", approval.asked().toString());
        fields.put("expires", consent.expires().toString());
        fields.put("statement", approval.command().text());
        fields.put(
                "messages",
                approval.messages().stream().map(Base64.getEncoder()::encodeToString).toList());
        fields.put("kind", "query");
        fields.put("verbs", approval.verbs());
        fields.put("objects", approval.objects());
        fields.put("rule", approval.rule());
        fields.put("place", approval.place());
        fields.put("message", approval.message());
        fields.put("approverGroups", approval.approverGroups());
        approval.decidedBy().ifPresent(by -> fields.put("decidedBy", by));
        approval.decidedAt().ifPresent(at -> fields.put("decidedAt", at.toString()));
        if (approval.state() != Approval.State.WAITING) {
            fields.put("reason", approval.reason());
        }
        return fields;
    }

    private static Map<String, Object> principal(String name, String owner, List<String> groups) {
        return Map.of(
                "issuer", "https://id.example",
                "subject", name,
                "name", name,
                "owner", owner,
                "groups", groups);
    }

    private static String body(HttpExchange call) throws IOException {
        return new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void problem(HttpExchange call, int status, String code, String detail)
            throws IOException {
        json(call, status, Map.of("status", status, "title", code, "code", code, "detail", detail));
    }

    private static void json(HttpExchange call, int status, Object value) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(value);
        call.sendResponseHeaders(status, bytes.length);
        try (var out = call.getResponseBody()) {
            out.write(bytes);
        }
    }

    /// A token file that this API accepts.
    public static Path tokenFile(Path folder) throws IOException {
        return Files.writeString(folder.resolve("dana.token"), TOKEN + "\n");
    }

    @Override
    public void close() throws IOException {
        breakStreams();
        server.stop(0);
        threads.shutdownNow();
    }
}
