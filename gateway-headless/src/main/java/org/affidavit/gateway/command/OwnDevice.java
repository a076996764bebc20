package org.affidavit.gateway.command;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.affidavit.gateway.control.ControlClient;
import org.affidavit.sessionlog.consent.DeviceKey;
import org.affidavit.sessionlog.consent.DeviceStatement;
import tools.jackson.databind.JsonNode;

/// What an approver signs about keys of their own, before a gateway.
final class OwnDevice {
    private final ControlClient client;
    private final Instant now;

    OwnDevice(ControlClient client, Instant now) {
        this.client = client;
        this.now = now;
    }

    /// Enrols a key; does nothing when it is enrolled already.
    ///
    /// @param vouching another key of the same person that is enrolled
    void enrol(DeviceKey key, Optional<DeviceKey> vouching)
            throws IOException, InterruptedException, ControlClient.Refused {
        var statement = statement(DeviceStatement.Kind.ENROLMENT, key.thumbprint());
        client.enrol(
                key.publicJwk(), key.sign(statement), vouching.map(other -> other.sign(statement)));
    }

    /// Revokes a key of the same person.
    void revoke(String thumbprint, DeviceKey other)
            throws IOException, InterruptedException, ControlClient.Refused {
        var statement = statement(DeviceStatement.Kind.REVOCATION, thumbprint);
        client.revoke(thumbprint, other.sign(statement));
    }

    private DeviceStatement statement(DeviceStatement.Kind kind, String thumbprint)
            throws IOException, InterruptedException, ControlClient.Refused {
        JsonNode caller = client.whoami();
        return new DeviceStatement(
                kind,
                caller.path("issuer").asString(""),
                caller.path("subject").asString(""),
                thumbprint,
                caller.path("origin").asString(""),
                now);
    }
}
