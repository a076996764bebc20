package org.affidavit.gateway.identity;

import java.util.concurrent.CompletableFuture;

/// Turns a token into who it is and until when, or says why not. Never blocks the caller: keys may
/// have to be fetched from the issuer.
public interface TokenVerifier {
    /// @return completes with what the token says, or fails with [TokenRefused]
    CompletableFuture<VerifiedToken> verify(String token);

    /// Verifies what an agent shows to open a resource: a token, or what stands for one.
    ///
    /// @return as for a token
    default CompletableFuture<VerifiedToken> verify(String shown, String resource) {
        return verify(shown);
    }

    /// Whether a session secret was taken back, so that what it opened must end.
    default boolean revoked(String secret) {
        return false;
    }
}
