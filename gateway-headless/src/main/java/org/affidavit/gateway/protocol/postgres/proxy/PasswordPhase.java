package org.affidavit.gateway.protocol.postgres.proxy;

import org.affidavit.gateway.protocol.postgres.wire.Authentication;
import org.affidavit.gateway.protocol.postgres.wire.Frame;

/// Asks for the token as a password, which every client can give.
final class PasswordPhase extends AuthenticationPhase {
    PasswordPhase(Arrival arrival, String user, String resource, StartupSettings settings) {
        super(arrival, user, resource, settings);
    }

    @Override
    Frame question() {
        return Authentication.writeCleartext(arrival.link().allocator());
    }

    @Override
    void shown(Frame frame) {
        verify(Authentication.readPassword(frame));
    }

    @Override
    void refuse(TurnAway why) {
        arrival.turnAway(why);
    }
}
