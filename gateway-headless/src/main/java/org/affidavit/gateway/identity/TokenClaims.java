package org.affidavit.gateway.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.sessionlog.event.Principal;
import tools.jackson.databind.JsonNode;

/// What a token with a good signature says, checked.
final class TokenClaims {
    private static final int TEXT_MAX = 256;
    private static final int GROUPS_MAX = 500;

    private final JsonNode claims;
    private final TokenLimits limits;

    TokenClaims(JsonNode claims, TokenLimits limits) {
        this.claims = claims;
        this.limits = limits;
    }

    /// Who it is and until when, if the token is good for this gateway now.
    VerifiedToken verified(GatewayConfig.Issuer issuer, Instant now) throws TokenRefused {
        return new VerifiedToken(principal(issuer, now), time("exp").plus(limits.skew()));
    }

    private Principal principal(GatewayConfig.Issuer issuer, Instant now) throws TokenRefused {
        checkAudience(issuer.audience());
        checkTimes(now);
        String subject = text("sub", claims.path("sub"));
        if (subject.isEmpty()) {
            throw refused("sub");
        }
        return new Principal(
                issuer.issuer().toString(),
                subject,
                name(subject),
                text(issuer.ownerClaim(), claims.path(issuer.ownerClaim())),
                groups(issuer.groupsClaim()));
    }

    private void checkAudience(String wanted) throws TokenRefused {
        JsonNode audience = claims.path("aud");
        boolean named = audience.isString() && audience.asString().equals(wanted);
        if (audience.isArray()) {
            for (JsonNode entry : audience) {
                named |= entry.isString() && entry.asString().equals(wanted);
            }
        }
        if (!named) {
            throw new TokenRefused("token-audience", "The token is meant for another service.");
        }
    }

    private void checkTimes(Instant now) throws TokenRefused {
        Instant expires = time("exp");
        if (!now.isBefore(expires.plus(limits.skew()))) {
            throw new TokenRefused("token-expired", "The token has expired; get a new one.");
        }
        Instant latest = now.plus(limits.skew());
        Instant issued = claims.has("iat") ? time("iat") : now;
        boolean early = claims.has("nbf") && time("nbf").isAfter(latest);
        if (early || issued.isAfter(latest)) {
            throw new TokenRefused("token-not-yet-valid", "The token is not valid yet.");
        }
        if (expires.isAfter(issued.plus(limits.lifeMax()).plus(limits.skew()))) {
            throw new TokenRefused("token-lifetime", "The token lives longer than is accepted.");
        }
    }

    private Instant time(String claim) throws TokenRefused {
        JsonNode node = claims.path(claim);
        double seconds = node.isNumber() ? node.asDouble() : Double.NaN;
        // Up to the year 9999; also refuses what is not a number.
        if (!(seconds >= 0 && seconds < 253_402_300_800.0)) {
            throw refused(claim);
        }
        return Instant.ofEpochSecond((long) seconds);
    }

    private String name(String subject) throws TokenRefused {
        for (String claim : List.of("preferred_username", "client_id", "azp")) {
            String name = text(claim, claims.path(claim));
            if (!name.isEmpty()) {
                return name;
            }
        }
        return subject;
    }

    /// The groups the token lists, none implied.
    private List<String> groups(String claim) throws TokenRefused {
        JsonNode node = claims.path(claim);
        if (node.isMissingNode()) {
            return List.of();
        }
        if (!node.isArray() || node.size() > GROUPS_MAX) {
            throw refused(claim);
        }
        List<String> groups = new ArrayList<>();
        for (JsonNode entry : node) {
            String group = text(claim, entry);
            if (group.isEmpty()) {
                throw refused(claim);
            }
            groups.add(group);
        }
        return groups;
    }

    /// A short text without control characters; empty when the claim is missing.
    private static String text(String claim, JsonNode node) throws TokenRefused {
        if (node.isMissingNode()) {
            return "";
        }
        if (!node.isString() || node.asString().length() > TEXT_MAX) {
            throw refused(claim);
        }
        String text = node.asString();
        if (text.chars()
                .anyMatch(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)) {
            throw refused(claim);
        }
        return text;
    }

    private static TokenRefused refused(String claim) {
        return new TokenRefused("token-claims", "A claim of the token cannot be used: " + claim);
    }
}
