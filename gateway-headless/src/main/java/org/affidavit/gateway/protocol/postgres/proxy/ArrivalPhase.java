package org.affidavit.gateway.protocol.postgres.proxy;

import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;

/// What the phases before a session have in common: how they fail.
abstract class ArrivalPhase implements Phase {
    protected final Arrival arrival;

    ArrivalPhase(Arrival arrival) {
        this.arrival = arrival;
    }

    @Override
    public void gone() {
        arrival.left();
    }

    @Override
    public void failed(Throwable cause) {
        if (!arrival.link().encrypted() || !(cause instanceof ProtocolViolation violation)) {
            arrival.hangUp(
                    cause instanceof ProtocolViolation ? "protocol-violation" : "tls-failed");
            return;
        }
        arrival.turnAway(
                new TurnAway(
                        "protocol-violation",
                        "08P01",
                        "The connection broke PostgreSQL's protocol: " + violation.getMessage(),
                        ""));
    }
}
