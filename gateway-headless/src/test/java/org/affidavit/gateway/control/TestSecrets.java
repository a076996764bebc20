package org.affidavit.gateway.control;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.identity.SessionSecrets;
import org.affidavit.gateway.identity.TokenRefused;
import org.affidavit.gateway.recording.Recorder;

/// Session secrets for one resource, `prod-db`.
final class TestSecrets {
    private TestSecrets() {}

    static SessionSecrets recordedIn(Recorder recorder) {
        return new SessionSecrets(
                _ -> CompletableFuture.failedFuture(new TokenRefused("none", "No token is good.")),
                Set.of("prod-db"),
                recorder,
                Clock.systemUTC(),
                new SecureRandom());
    }
}
