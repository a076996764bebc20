package org.affidavit.gateway.identity;

import java.util.concurrent.CompletableFuture;
import org.affidavit.sessionlog.event.Principal;

/// Turns a token into a principal, or says why not. Never blocks the caller: keys may have to be
/// fetched from the issuer.
public interface TokenVerifier {
    /// @return completes with what the token says, or fails with [TokenRefused]
    CompletableFuture<Principal> verify(String token);
}
