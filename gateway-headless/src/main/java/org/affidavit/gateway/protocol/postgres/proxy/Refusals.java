package org.affidavit.gateway.protocol.postgres.proxy;

import java.time.Clock;
import org.affidavit.gateway.recording.Recorder;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records who was turned away. The recorder folds floods; the operator's log stays quiet for the
/// same reason.
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Recorder recorder;
    private final Clock clock;

    Refusals(Recorder recorder, Clock clock) {
        this.recorder = recorder;
        this.clock = clock;
    }

    void add(String remote, String claimed, String resource, String code) {
        LOG.debug("Refused '{}' for resource '{}' from {}: {}", claimed, resource, remote, code);
        var event = new AccessRefused(clock.instant(), claimed, resource, remote, code, 1);
        var _ =
                recorder.record(event)
                        .exceptionally(failure -> {
                            LOG.error("A refusal could not be recorded", failure);
                            return null;
                        });
    }
}
