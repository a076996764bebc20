package org.affidavit.gateway.identity;

import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.affidavit.gateway.config.GatewayConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verifies the tokens of the configured issuers: form, issuer, signature, audience, times, in this
/// order. Works on threads of its own; safe for any caller.
public final class OidcTokens implements TokenVerifier, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);

    private final Map<String, Trusted> issuers = new HashMap<>();
    private final List<IssuerHttp> connections = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places;
    private final Clock clock;
    private final TokenLimits limits;

    private record Trusted(GatewayConfig.Issuer issuer, IssuerKeys keys) {}

    private OidcTokens(Clock clock, TokenLimits limits) {
        this.clock = clock;
        this.limits = limits;
        this.places = new Semaphore(limits.atOnceMax());
    }

    /// Trusts these issuers. Nothing is fetched before the first token comes.
    ///
    /// @throws IOException if a CA file cannot be read
    public static OidcTokens trusting(List<GatewayConfig.Issuer> issuers, Clock clock)
            throws IOException {
        return trusting(issuers, clock, TokenLimits.STANDARD);
    }

    static OidcTokens trusting(List<GatewayConfig.Issuer> issuers, Clock clock, TokenLimits limits)
            throws IOException {
        OidcTokens tokens = new OidcTokens(clock, limits);
        for (GatewayConfig.Issuer issuer : issuers) {
            IssuerHttp http = IssuerHttp.trusting(issuer.ca(), limits);
            tokens.connections.add(http);
            tokens.issuers.put(
                    issuer.issuer().toString(),
                    new Trusted(issuer, new IssuerKeys(issuer, http, clock, limits)));
        }
        return tokens;
    }

    @Override
    public CompletableFuture<VerifiedToken> verify(String token) {
        CompletableFuture<VerifiedToken> result = new CompletableFuture<>();
        if (!places.tryAcquire()) {
            result.completeExceptionally(
                    new TokenRefused("busy", "Too many tokens are being checked; try again."));
            return result;
        }
        try {
            threads.execute(() -> verify(token, result));
        } catch (java.util.concurrent.RejectedExecutionException _) {
            places.release();
            result.completeExceptionally(new TokenRefused("busy", "The gateway is stopping."));
        }
        return result;
    }

    private void verify(String token, CompletableFuture<VerifiedToken> result) {
        try {
            result.complete(check(token));
        } catch (TokenRefused e) {
            result.completeExceptionally(e);
        } catch (RuntimeException e) {
            // Fails closed, and never with a text that could quote the token.
            LOG.error("Checking a token failed: {}", e.getClass().getName());
            result.completeExceptionally(SignedToken.malformed());
        } finally {
            places.release();
        }
    }

    private VerifiedToken check(String token) throws TokenRefused {
        SignedToken signed = SignedToken.parse(token, limits);
        Trusted trusted = issuers.get(signed.claims().path("iss").asString(""));
        if (trusted == null || !signed.claims().path("iss").isString()) {
            throw new TokenRefused("token-issuer", "The token's issuer is not trusted here.");
        }
        boolean good = false;
        for (JWK key : trusted.keys().candidates(signed)) {
            good |= Signatures.good(signed, key);
        }
        if (!good) {
            throw new TokenRefused("token-signature", "The token's signature is not good.");
        }
        return new TokenClaims(signed.claims(), limits).verified(trusted.issuer(), clock.instant());
    }

    @Override
    public void close() {
        threads.shutdownNow();
        connections.forEach(IssuerHttp::close);
    }
}
