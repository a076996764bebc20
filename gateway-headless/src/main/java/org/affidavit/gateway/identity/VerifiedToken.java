package org.affidavit.gateway.identity;

import java.time.Instant;
import org.affidavit.sessionlog.event.Principal;

/// What a good token says.
///
/// @param until when it stops to be good: its expiry, and as far beyond it as clocks may differ
public record VerifiedToken(Principal principal, Instant until) {}
