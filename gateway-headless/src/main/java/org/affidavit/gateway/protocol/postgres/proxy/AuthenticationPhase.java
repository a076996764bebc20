package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.affidavit.gateway.identity.TokenRefused;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrontendType;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.affidavit.sessionlog.event.Principal;
import org.jspecify.annotations.Nullable;

/// Asks for the token and waits until it is verified.
abstract class AuthenticationPhase extends ArrivalPhase {
    private final String user;
    private final String resource;
    private final StartupSettings settings;
    private boolean verifying;

    AuthenticationPhase(Arrival arrival, String user, String resource, StartupSettings settings) {
        super(arrival);
        this.user = user;
        this.resource = resource;
        this.settings = settings;
    }

    void begin() {
        Link link = arrival.link();
        link.become(this);
        if (settings.negotiate()) {
            link.write(
                    BackendMessages.negotiateVersion(
                            settings.version(), settings.unknownOptions(), link.allocator()));
        }
        link.write(question());
        link.flush();
    }

    /// Reads the one message with the token, or refuses it.
    abstract void shown(Frame frame);

    /// The message that asks for the token.
    abstract Frame question();

    /// The token is no good, or there is none.
    abstract void refuse(TurnAway why);

    @Override
    public void frame(Frame frame) {
        try {
            if (frame.type() == FrontendType.TERMINATE) {
                arrival.left();
                arrival.link().close();
            } else if (frame.type() != FrontendType.PASSWORD) {
                arrival.turnAway(outOfOrder());
            } else {
                shown(frame);
            }
        } finally {
            frame.release();
        }
    }

    /// The only thing that is limited here is the one message with the token.
    @Override
    public void failed(Throwable cause) {
        if (cause instanceof ProtocolViolation violation
                && violation.reason() == ProtocolViolation.Reason.LIMIT) {
            arrival.turnAway(tooLong());
            return;
        }
        super.failed(cause);
    }

    final void verify(String token) {
        if (verifying) {
            arrival.turnAway(outOfOrder());
            return;
        }
        verifying = true;
        var _ =
                arrival.wiring()
                        .keeper()
                        .tokens()
                        .verify(token, resource)
                        .whenCompleteAsync(this::verified, arrival.link().loop());
    }

    private void verified(@Nullable VerifiedToken token, @Nullable Throwable failure) {
        if (arrival.over()) {
            return;
        }
        if (token == null) {
            refuse(why(failure));
            return;
        }
        Principal principal = token.principal();
        if (!user.equals(principal.name()) && !user.equals(principal.subject())) {
            refuse(
                    TurnAway.identity(
                            "user-mismatch",
                            "The token belongs to another principal than the user named",
                            "Connect as user " + principal.name() + "."));
            return;
        }
        arrival.isKnown();
        new OpeningPhase(arrival, token, resource, settings).begin();
    }

    private static TurnAway why(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException
                        ? Optional.ofNullable(failure.getCause()).orElse(failure)
                        : failure;
        if (cause instanceof TokenRefused refused) {
            return new TurnAway(
                    refused.code(),
                    "28P01",
                    "The token is not accepted: " + refused.getMessage(),
                    "Get a fresh token, and connect with that.");
        }
        return TurnAway.identity(
                "token-unchecked",
                "The token could not be checked, so nobody is let in",
                "Try again; if it repeats, ask the operator whether the issuer is reachable.");
    }

    static TurnAway outOfOrder() {
        return new TurnAway(
                "protocol-violation", "08P01", "A message with the token was expected, once", "");
    }

    private static TurnAway tooLong() {
        return new TurnAway("token-malformed", "28P01", "The token is too long", "");
    }
}
