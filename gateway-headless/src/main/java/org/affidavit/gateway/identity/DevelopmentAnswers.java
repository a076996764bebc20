package org.affidavit.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.affidavit.gateway.identity.DevelopmentClients.Client;

/// What the development issuer answers, apart from how it travels.
final class DevelopmentAnswers {
    static final String NOTICE =
            "For evaluation only. Anyone who can read its client secrets is whom they claim to be.";
    private static final int TEXT_MAX = 512;

    private final String issuer;
    private final ECKey key;
    private final DevelopmentClients clients;
    private final Duration tokenLife;
    private final Clock clock;

    DevelopmentAnswers(
            String issuer, ECKey key, DevelopmentClients clients, Duration tokenLife, Clock clock) {
        this.issuer = issuer;
        this.key = key;
        this.clients = clients;
        this.tokenLife = tokenLife;
        this.clock = clock;
    }

    /// A status and a JSON body.
    record Answer(int status, byte[] body) {
        static Answer error(int status, String code, String description) {
            return new Answer(
                    status,
                    StrictJson.bytes(Map.of("error", code, "error_description", description)));
        }
    }

    Answer discovery() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer);
        document.put("token_endpoint", issuer + "/token");
        document.put("jwks_uri", issuer + "/jwks");
        document.put("grant_types_supported", List.of("client_credentials"));
        document.put("response_types_supported", List.of());
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("ES256"));
        document.put(
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post"));
        document.put("notice", NOTICE);
        return new Answer(200, StrictJson.bytes(document));
    }

    Answer keys() {
        return new Answer(200, StrictJson.bytes(new JWKSet(key.toPublicJWK()).toJSONObject()));
    }

    /// The client credentials grant (RFC 6749 section 4.4).
    ///
    /// @param authorization the Authorization header, if there was one
    /// @param form the parameters of the body, each name once
    Answer token(Optional<String> authorization, Map<String, String> form) {
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return Answer.error(
                    400, "unsupported_grant_type", "Only client_credentials is supported.");
        }
        boolean posted = form.containsKey("client_secret");
        if (authorization.isPresent() && posted) {
            return Answer.error(400, "invalid_request", "Authenticate in one way, not in two.");
        }
        String audience = form.getOrDefault("audience", "affidavit");
        if (audience.isEmpty() || audience.length() > TEXT_MAX) {
            return Answer.error(400, "invalid_request", "The audience cannot be used.");
        }
        Optional<Client> client =
                authorization.isPresent()
                        ? basic(authorization.get())
                        : authenticated(
                                form.getOrDefault("client_id", ""),
                                form.getOrDefault("client_secret", ""));
        return client.map(known -> issued(known, audience))
                .orElseGet(() ->
                        Answer.error(
                                401,
                                "invalid_client",
                                "The client is not known, or the secret is wrong."));
    }

    private Optional<Client> basic(String header) {
        if (!header.regionMatches(true, 0, "Basic ", 0, 6) || header.length() > 4 * TEXT_MAX) {
            return Optional.empty();
        }
        try {
            String pair =
                    new String(
                            Base64.getDecoder().decode(header.substring(6).strip()),
                            StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : authenticated(
                            URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<Client> authenticated(String name, String secret) {
        return clients.authenticated(name, secret);
    }

    private Answer issued(Client client, String audience) {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", client.name());
        claims.put("aud", audience);
        claims.put("azp", client.name());
        claims.put("client_id", client.name());
        claims.put("preferred_username", client.name());
        claims.put("groups", client.groups());
        if (!client.owner().isEmpty()) {
            claims.put("owner", client.owner());
        }
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(tokenLife).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        try {
            JWSObject token =
                    new JWSObject(
                            new JWSHeader.Builder(JWSAlgorithm.ES256)
                                    .type(new JOSEObjectType("at+jwt"))
                                    .keyID(key.getKeyID())
                                    .build(),
                            new Payload(StrictJson.bytes(claims)));
            token.sign(new ECDSASigner(key));
            return new Answer(
                    200,
                    StrictJson.bytes(
                            Map.of(
                                    "access_token",
                                    token.serialize(),
                                    "token_type",
                                    "Bearer",
                                    "expires_in",
                                    tokenLife.toSeconds())));
        } catch (JOSEException _) {
            return Answer.error(500, "server_error", "The token could not be signed.");
        }
    }
}
