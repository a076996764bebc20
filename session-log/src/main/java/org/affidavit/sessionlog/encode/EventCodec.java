package org.affidavit.sessionlog.encode;

import java.time.Instant;
import java.util.Optional;
import org.affidavit.sessionlog.event.Event;
import org.affidavit.sessionlog.event.GatewayEvent;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;

/// The `t` and `e` members of a leaf: what an event is called, and its own fields. What all events
/// share (time, session) stands in the leaf itself.
final class EventCodec {
    private EventCodec() {}

    static String type(Event event) {
        return switch (event) {
            case SessionEvent session -> SessionEventCodec.type(session);
            case GatewayEvent gateway -> GatewayEventCodec.type(gateway);
        };
    }

    static Fields fields(Event event) throws Malformed {
        return switch (event) {
            case SessionEvent session -> SessionEventCodec.fields(session);
            case GatewayEvent gateway -> GatewayEventCodec.fields(gateway);
        };
    }

    static Event read(String type, Optional<SessionId> session, Instant at, FieldsIn in)
            throws Malformed {
        if (session.isPresent()) {
            return SessionEventCodec.read(type, session.get(), at, in);
        }
        return GatewayEventCodec.read(type, at, in);
    }
}
