package org.affidavit.gateway.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.affidavit.gateway.config.GatewayConfig.Issuer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The signing keys of one issuer, found by discovery and kept. A key that is not known makes it
/// ask again (that is how issuers rotate), but not more often than the limit says. While the issuer
/// cannot be reached the keys known last are good for a while.
final class IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private final Issuer issuer;
    private final IssuerHttp http;
    private final Clock clock;
    private final TokenLimits limits;
    private final ReentrantLock fetching = new ReentrantLock();

    private volatile @Nullable Fetched fetched;
    private volatile Instant asked = Instant.MIN;

    private record Fetched(JWKSet keys, Instant at) {}

    IssuerKeys(Issuer issuer, IssuerHttp http, Clock clock, TokenLimits limits) {
        this.issuer = issuer;
        this.http = http;
        this.clock = clock;
        this.limits = limits;
    }

    /// The keys that may have signed a token. Blocks while it asks the issuer.
    ///
    /// @throws TokenRefused if there is none, or the issuer cannot be reached
    List<JWK> candidates(SignedToken token) throws TokenRefused {
        Fetched known = fetched;
        boolean fresh =
                known != null && clock.instant().isBefore(known.at().plus(limits.keysFresh()));
        if (known != null && fresh) {
            List<JWK> keys = candidates(known.keys(), token);
            if (!keys.isEmpty()) {
                return keys;
            }
        }
        Fetched current = refetched();
        if (current == null || current.at().plus(limits.keysStale()).isBefore(clock.instant())) {
            throw new TokenRefused(
                    "issuer-unavailable",
                    "The issuer's keys cannot be fetched; try again in a moment.");
        }
        List<JWK> keys = candidates(current.keys(), token);
        if (keys.isEmpty()) {
            throw new TokenRefused("token-key-unknown", "The token's key is not known.");
        }
        return keys;
    }

    private static List<JWK> candidates(JWKSet set, SignedToken token) {
        List<JWK> fitting =
                set.getKeys().stream()
                        .filter(key -> Signatures.fits(key, token.algorithm()))
                        .toList();
        if (token.key().isPresent()) {
            return fitting.stream()
                    .filter(key -> token.key().get().equals(key.getKeyID()))
                    .toList();
        }
        return fitting.size() == 1 ? fitting : List.of();
    }

    private @Nullable Fetched refetched() {
        fetching.lock();
        try {
            Instant now = clock.instant();
            boolean due =
                    asked.equals(Instant.MIN) || !now.isBefore(asked.plus(limits.refetchPause()));
            if (due) {
                asked = now;
                fetched = new Fetched(fetch(), now);
            }
        } catch (IOException | ParseException | IllegalArgumentException e) {
            LOG.warn("Cannot fetch the keys of {}: {}", issuer.issuer(), e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            fetching.unlock();
        }
        return fetched;
    }

    private JWKSet fetch() throws IOException, ParseException, InterruptedException {
        JsonNode discovery = StrictJson.object(http.get(issuer.discovery()));
        if (!discovery.path("issuer").asString("").equals(issuer.issuer().toString())) {
            throw new IOException("its discovery document names another issuer");
        }
        URI keys = URI.create(discovery.path("jwks_uri").asString(""));
        if (!"https".equals(keys.getScheme())) {
            throw new IOException("its jwks_uri is not https");
        }
        byte[] body = http.get(keys);
        StrictJson.object(body);
        return JWKSet.parse(new String(body, StandardCharsets.UTF_8)).toPublicJWKSet();
    }
}
