package org.affidavit.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A token taken apart, its form checked and nothing in it believed yet (RFC 8725).
///
/// @param algorithm one of the allowed
/// @param key id of the signing key, if the token names one
/// @param signed the bytes the signature is over
record SignedToken(
        String algorithm, Optional<String> key, JsonNode claims, byte[] signed, byte[] signature) {
    /// Asymmetric only: a shared secret would let the gateway sign in an issuer's name.
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "PS256", "ES256", "EdDSA", "Ed25519");

    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    /// Headers that would let a token choose its own key, or change how it is read.
    private static final Set<String> REFUSED =
            Set.of("jku", "jwk", "x5u", "x5c", "crit", "zip", "b64", "cty", "enc", "epk");

    private static final int KEY_ID_MAX = 256;

    static SignedToken parse(String token, TokenLimits limits) throws TokenRefused {
        if (token.length() > limits.tokenCharactersMax()) {
            throw new TokenRefused("token-too-large", "The token is too large.");
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw malformed();
        }
        JsonNode header = json(parts[0]);
        String algorithm = header.path("alg").asString("");
        if (!header.path("alg").isString() || !ALGORITHMS.contains(algorithm)) {
            throw new TokenRefused(
                    "token-algorithm", "The token's signature algorithm is not accepted.");
        }
        checkHeader(header);
        byte[] signature = decode(parts[2]);
        if (signature.length == 0) {
            throw new TokenRefused("token-signature", "The token is not signed.");
        }
        return new SignedToken(
                algorithm,
                key(header),
                json(parts[1]),
                (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                signature);
    }

    private static void checkHeader(JsonNode header) throws TokenRefused {
        for (String name : header.propertyNames()) {
            if (REFUSED.contains(name)) {
                throw new TokenRefused(
                        "token-header", "The token has a header that is not accepted: " + name);
            }
        }
        JsonNode type = header.path("typ");
        boolean known =
                type.isMissingNode()
                        || (type.isString()
                                && TYPES.contains(type.asString().toLowerCase(Locale.ROOT)));
        if (!known) {
            throw new TokenRefused("token-type", "This is another type of token.");
        }
    }

    private static Optional<String> key(JsonNode header) throws TokenRefused {
        JsonNode key = header.path("kid");
        if (key.isMissingNode()) {
            return Optional.empty();
        }
        if (!key.isString() || key.asString().isEmpty() || key.asString().length() > KEY_ID_MAX) {
            throw malformed();
        }
        return Optional.of(key.asString());
    }

    private static JsonNode json(String part) throws TokenRefused {
        try {
            return StrictJson.object(decode(part));
        } catch (IllegalArgumentException _) {
            throw malformed();
        }
    }

    /// Base64url without padding, in its one canonical form.
    private static byte[] decode(String part) throws TokenRefused {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Falls through to the one answer for every malformed token.
        }
        throw malformed();
    }

    static TokenRefused malformed() {
        return new TokenRefused("token-malformed", "This is not a token that can be read.");
    }
}
