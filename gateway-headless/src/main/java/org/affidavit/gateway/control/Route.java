package org.affidavit.gateway.control;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Every path the API serves, as `openapi.yaml` writes it.
enum Route {
    LIVEZ("GET", "/livez"),
    READYZ("GET", "/readyz"),
    CONTRACT("GET", "/openapi.yaml"),
    WHOAMI("GET", "/v1/whoami"),
    APPROVALS("GET", "/v1/approvals"),
    EVENTS("GET", "/v1/approvals/events"),
    APPROVAL("GET", "/v1/approvals/{id}"),
    DECISION("POST", "/v1/approvals/{id}/decision"),
    DEVICES("POST", "/v1/devices"),
    REVOCATION("POST", "/v1/devices/{id}/revocation"),
    ERASURES("POST", "/v1/erasures"),
    HOLDS("GET", "/v1/holds"),
    HOLD("POST", "/v1/holds"),
    RELEASE("POST", "/v1/holds/{id}/release"),
    SECRETS_IN_USE("GET", "/v1/session-secrets"),
    SECRETS("POST", "/v1/session-secrets"),
    SECRET_REVOCATION("POST", "/v1/session-secrets/{id}/revocation"),
    CHECKPOINT("GET", "/v1/checkpoint");

    private static final String ID = "{id}";

    final String method;
    final String path;

    Route(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /// A route and the id in its path, empty where the path has none.
    record Match(Route route, String id) {}

    static Optional<Match> of(String method, String path) {
        for (Route route : values()) {
            Optional<String> id = route.id(path);
            if (id.isPresent() && route.method.equals(method)) {
                return Optional.of(new Match(route, id.get()));
            }
        }
        return Optional.empty();
    }

    /// The methods that a path knows, empty for an unknown path.
    static List<String> methods(String path) {
        return Arrays.stream(values())
                .filter(route -> route.id(path).isPresent())
                .map(route -> route.method)
                .toList();
    }

    private Optional<String> id(String asked) {
        int at = path.indexOf(ID);
        if (at < 0) {
            return path.equals(asked) ? Optional.of("") : Optional.empty();
        }
        String before = path.substring(0, at);
        String after = path.substring(at + ID.length());
        if (!asked.startsWith(before)
                || !asked.endsWith(after)
                || asked.length() <= before.length() + after.length()) {
            return Optional.empty();
        }
        String id = asked.substring(before.length(), asked.length() - after.length());
        return id.contains("/") ? Optional.empty() : Optional.of(id);
    }
}
