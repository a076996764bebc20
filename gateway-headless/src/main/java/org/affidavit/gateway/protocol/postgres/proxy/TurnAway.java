package org.affidavit.gateway.protocol.postgres.proxy;

import org.affidavit.gateway.protocol.postgres.wire.ErrorFields;

/// A connection that does not become a session, and why.
///
/// @param code stable reason for the record, such as `token-expired`
/// @param sqlState what a client's program sees
/// @param message what a person sees: what happened
/// @param hint what to do; may be empty
record TurnAway(String code, String sqlState, String message, String hint) {
    ErrorFields error() {
        return ErrorFields.of("FATAL", sqlState, message).with(ErrorFields.HINT, hint);
    }

    static TurnAway tooManyArrivals() {
        return new TurnAway(
                "too-many-arrivals",
                "53300",
                "Too many connections wait to be let in, in all or from this address",
                "Try again in a moment; a connection pool should open its connections one by one.");
    }

    static TurnAway tooManySessions() {
        return new TurnAway(
                "too-many-sessions",
                "53300",
                "The gateway carries as many sessions as it may",
                "Close sessions that are not needed, or try again later.");
    }

    static TurnAway tooManyOfPrincipal(int max) {
        return new TurnAway(
                "too-many-sessions-of-principal",
                "53300",
                "You have as many sessions open as one principal may: " + max,
                "Close sessions that are not needed; a connection pool should be smaller.");
    }

    static TurnAway identity(String code, String message, String hint) {
        return new TurnAway(code, "28000", message, hint);
    }

    static TurnAway target(String code, String message, String hint) {
        return new TurnAway(code, "08001", message, hint);
    }
}
