package org.affidavit.gateway.identity;

import java.time.Instant;
import java.util.Optional;
import org.affidavit.sessionlog.event.Principal;

/// What a good token says.
///
/// @param until when it stops to be good: its expiry, and as far beyond it as clocks may differ
/// @param secret id of the session secret that was shown instead of it, if one was
public record VerifiedToken(Principal principal, Instant until, Optional<String> secret) {
    /// A token that was shown itself.
    public VerifiedToken(Principal principal, Instant until) {
        this(principal, until, Optional.empty());
    }
}
