package org.affidavit.gateway.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.affidavit.gateway.approval.Approvals;
import org.affidavit.gateway.approval.DecisionRefused;
import org.affidavit.gateway.approval.Devices;
import org.affidavit.gateway.identity.SecretRefused;
import org.affidavit.gateway.identity.SessionSecrets;
import org.affidavit.gateway.identity.TokenRefused;
import org.affidavit.gateway.identity.TokenVerifier;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.recording.Recorder;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.event.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the API does, apart from how it travels.
///
/// @param approverGroups members of any of these may see and decide requests
/// @param checkpoint the newest signed note, empty before the first
/// @param orders erasures and holds
/// @param secrets what agents get for their tokens
public record ControlApi(
        Approvals approvals,
        Devices devices,
        TokenVerifier tokens,
        Recorder recorder,
        List<String> approverGroups,
        Checkpoints checkpoint,
        LogOrders orders,
        SessionSecrets secrets) {
    private static final Logger LOG = LoggerFactory.getLogger(ControlApi.class);
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /// Gives the newest checkpoint as its note.
    @FunctionalInterface
    public interface Checkpoints {
        String newest();

        /// How each anchor stands, one line each.
        default List<String> anchors() {
            return List.of();
        }
    }

    /// One request.
    record Call(Route route, String id, String query, String token, String body) {}

    CompletableFuture<Answer> answer(Call call) {
        return switch (call.route()) {
            case LIVEZ -> done(Answer.text(200, "ok\n"));
            case READYZ -> done(ready(call.query()));
            case CONTRACT -> done(new Answer.Whole(200, "application/yaml", contract()));
            case WHOAMI -> signedIn(call, who -> done(whoami(who)));
            case CHECKPOINT -> signedIn(call, _ -> done(Answer.text(200, checkpoint.newest())));
            case APPROVALS -> approver(call, _ -> done(list(call.query())));
            case APPROVAL -> approver(call, _ -> done(show(call.id())));
            case EVENTS -> approver(call, _ -> done(new Answer.Stream()));
            case DECISION -> approver(call, who -> decide(call, who));
            case DEVICES -> approver(call, who -> enrol(call, who));
            case REVOCATION -> approver(call, who -> revoke(call, who));
            case SECRETS_IN_USE -> signedIn(call, who -> done(inUse(who)));
            case SECRETS -> withToken(call, token -> exchange(call, token));
            case SECRET_REVOCATION ->
                    signedIn(
                            call,
                            who ->
                                    secrets.revoke(who, call.id())
                                            .thenApply(_ ->
                                                    Answer.json(200, Map.of("revoked", true))));
            case ERASURES, HOLDS, HOLD, RELEASE ->
                    signedIn(call, who -> new OrderCalls(orders).answer(call, who));
        };
    }

    private Answer ready(String query) {
        boolean healthy = recorder.healthy();
        boolean verbose = query.equals("verbose") || query.startsWith("verbose=");
        String check = verbose ? (healthy ? "[+] log\n" : "[-] log\n") + anchors() : "";
        return healthy
                ? Answer.text(200, check + "ok\n")
                : Answer.text(503, check + "The log cannot be written.\n");
    }

    /// An anchor that fails makes nothing unready: recording goes on without it.
    private String anchors() {
        return checkpoint.anchors().stream()
                .map(line -> line.replaceAll("\\p{Cntrl}", "?") + "\n")
                .collect(Collectors.joining());
    }

    private CompletableFuture<Answer> signedIn(
            Call call, Function<Principal, CompletableFuture<Answer>> then) {
        return withToken(call, token -> then.apply(token.principal()));
    }

    private CompletableFuture<Answer> withToken(
            Call call, Function<VerifiedToken, CompletableFuture<Answer>> then) {
        if (call.token().isEmpty()) {
            return done(
                    Answer.problem(
                            401,
                            "Not signed in",
                            "token-missing",
                            "Send your token as a bearer token."));
        }
        return tokens.verify(call.token()).thenCompose(then).exceptionally(ControlApi::failed);
    }

    private CompletableFuture<Answer> approver(
            Call call, Function<Principal, CompletableFuture<Answer>> then) {
        return signedIn(
                call,
                who ->
                        Collections.disjoint(who.groups(), approverGroups)
                                ? done(
                                        Answer.problem(
                                                403,
                                                "Not allowed",
                                                "not-approver",
                                                "Only members of "
                                                        + String.join(" or ", approverGroups)
                                                        + " may see and decide approvals."))
                                : then.apply(who));
    }

    /// With what a statement about the caller's own device key must name.
    private Answer whoami(Principal who) {
        Map<String, Object> fields = ApprovalJson.of(who);
        fields.put("origin", devices.origin());
        return Answer.json(200, fields);
    }

    private Answer list(String query) {
        boolean onlyWaiting = Set.of(query.split("&")).contains("state=waiting");
        return Answer.json(
                200,
                approvals.requests().stream()
                        .filter(request -> !onlyWaiting || request.outcome().isEmpty())
                        .map(ApprovalJson::of)
                        .toList());
    }

    private Answer show(String id) {
        return approvals
                .request(id)
                .map(request -> Answer.json(200, ApprovalJson.of(request)))
                .orElseGet(() -> notFound(id));
    }

    private static Answer notFound(String id) {
        return Answer.problem(
                404, "Not found", "not-found", "There is no approval request " + id + ".");
    }

    private CompletableFuture<Answer> decide(Call call, Principal who) {
        JsonNode body = body(call, Set.of("jws"), Set.of());
        if (body == null || !body.path("jws").isString()) {
            return done(badBody("{\"jws\": \"...\"}"));
        }
        return devices.heedOperator()
                .thenCompose(_ -> approvals.decide(call.id(), who, body.path("jws").stringValue()))
                .thenApply(request -> Answer.json(200, ApprovalJson.of(request)));
    }

    private CompletableFuture<Answer> exchange(Call call, VerifiedToken token) {
        JsonNode body = body(call, Set.of("resource"), Set.of());
        if (body == null || !body.path("resource").isString()) {
            return done(badBody("{\"resource\": \"...\"}"));
        }
        return secrets.issue(token, body.path("resource").stringValue())
                .thenApply(issued -> Answer.json(201, fields(issued)));
    }

    private Answer inUse(Principal who) {
        return Answer.json(
                200, Map.of("secrets", secrets.of(who).stream().map(ControlApi::fields).toList()));
    }

    private static Map<String, Object> fields(SessionSecrets.InUse secret) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", secret.id());
        fields.put("principal", secret.principal());
        fields.put("resource", secret.resource());
        fields.put("since", secret.since().toString());
        fields.put("until", secret.until().toString());
        return fields;
    }

    private static Map<String, Object> fields(SessionSecrets.Issued issued) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", issued.id());
        fields.put("secret", issued.secret());
        fields.put("resource", issued.resource());
        fields.put("until", issued.until().toString());
        return fields;
    }

    private CompletableFuture<Answer> enrol(Call call, Principal who) {
        JsonNode body = body(call, Set.of("jwk", "proof"), Set.of("voucher"));
        if (body == null
                || !body.path("jwk").isObject()
                || !body.path("proof").isString()
                || !(body.path("voucher").isMissingNode() || body.path("voucher").isString())) {
            return done(
                    badBody(
                            "{\"jwk\": {...}, \"proof\": \"...\"}, and \"voucher\" if vouched"
                                    + " for"));
        }
        var enrolment =
                new Devices.Enrolment(
                        JSON.writeValueAsString(body.path("jwk")),
                        body.path("proof").stringValue(),
                        body.path("voucher").stringValueOpt());
        return devices.enrol(who, enrolment)
                .thenApply(_ -> Answer.json(201, Map.of("enrolled", true)));
    }

    private CompletableFuture<Answer> revoke(Call call, Principal who) {
        JsonNode body = body(call, Set.of("jws"), Set.of());
        if (body == null || !body.path("jws").isString()) {
            return done(badBody("{\"jws\": \"...\"}"));
        }
        return devices.revoke(who, call.id(), body.path("jws").stringValue())
                .thenApply(_ -> Answer.json(200, Map.of("revoked", true)));
    }

    /// The body, or null when it has other fields than these.
    static @Nullable JsonNode body(Call call, Set<String> needed, Set<String> possible) {
        try {
            JsonNode node = JSON.readTree(call.body());
            Set<String> names = new HashSet<>(node.propertyNames());
            boolean whole = node.isObject() && names.containsAll(needed);
            names.removeAll(needed);
            return whole && possible.containsAll(names) ? node : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    static Answer badBody(String expected) {
        return Answer.problem(
                400, "Not understood", "malformed", "The body must be JSON: " + expected + ".");
    }

    private static Answer failed(Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        if (cause instanceof TokenRefused refused) {
            return Answer.refused(refused);
        }
        if (cause instanceof DecisionRefused refused) {
            return Answer.refused(refused);
        }
        if (cause instanceof SecretRefused refused) {
            return Answer.refused(refused);
        }
        LOG.error("A control request failed", cause);
        if (cause instanceof LogFailure) {
            return Answer.unrecorded();
        }
        return Answer.problem(
                500,
                "Failed",
                "failed",
                "The gateway could not do this, and nothing was decided. Its own log says why.");
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private static String contract() {
        try (var in = ControlApi.class.getResourceAsStream("/openapi.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
