package org.affidavit.gateway.identity;

import java.time.Duration;

/// Every bound on tokens and on the issuers that sign them.
///
/// @param tokenCharactersMax longest token that is looked at
/// @param documentBytesMax longest answer taken from an issuer
/// @param skew how far clocks may differ
/// @param lifeMax longest life a token may have, from issue to expiry
/// @param keysFresh how long fetched keys are used without asking again
/// @param keysStale how long fetched keys are used while the issuer cannot be reached
/// @param refetchPause shortest time between two requests to an issuer
/// @param requestMax how long one request to an issuer may take, its answer included
/// @param atOnceMax tokens being checked at the same time
record TokenLimits(
        int tokenCharactersMax,
        int documentBytesMax,
        Duration skew,
        Duration lifeMax,
        Duration keysFresh,
        Duration keysStale,
        Duration refetchPause,
        Duration requestMax,
        int atOnceMax) {
    static final TokenLimits STANDARD =
            new TokenLimits(
                    16 * 1024,
                    256 * 1024,
                    Duration.ofSeconds(60),
                    Duration.ofHours(24),
                    Duration.ofMinutes(10),
                    Duration.ofHours(24),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5),
                    256);
}
