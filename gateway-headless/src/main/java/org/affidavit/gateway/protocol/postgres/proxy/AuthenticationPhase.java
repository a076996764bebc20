package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.affidavit.gateway.identity.TokenRefused;
import org.affidavit.gateway.identity.VerifiedToken;
import org.affidavit.gateway.protocol.postgres.wire.Authentication;
import org.affidavit.gateway.protocol.postgres.wire.BackendMessages;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrontendType;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.affidavit.sessionlog.event.Principal;
import org.jspecify.annotations.Nullable;

/// Asks for the token as a password and waits until it is verified.
final class AuthenticationPhase extends ArrivalPhase {
    private final String user;
    private final String resource;
    private final StartupSettings settings;
    private boolean asked;

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
                    BackendMessages.negotiateVersion(settings.unknownOptions(), link.allocator()));
        }
        link.write(Authentication.writeCleartext(link.allocator()));
        link.flush();
    }

    @Override
    public void frame(Frame frame) {
        String token;
        try {
            if (frame.type() == FrontendType.TERMINATE) {
                arrival.finish();
                arrival.link().close();
                return;
            }
            if (frame.type() != FrontendType.PASSWORD || asked) {
                arrival.turnAway(outOfOrder());
                return;
            }
            token = Authentication.readPassword(frame);
        } finally {
            frame.release();
        }
        verify(token);
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

    private void verify(String token) {
        asked = true;
        var _ =
                arrival.wiring()
                        .keeper()
                        .tokens()
                        .verify(token)
                        .whenCompleteAsync(this::verified, arrival.link().loop());
    }

    private void verified(@Nullable VerifiedToken token, @Nullable Throwable failure) {
        if (arrival.over()) {
            return;
        }
        if (token == null) {
            arrival.turnAway(refused(failure));
            return;
        }
        Principal principal = token.principal();
        if (!user.equals(principal.name()) && !user.equals(principal.subject())) {
            arrival.turnAway(
                    TurnAway.identity(
                            "user-mismatch",
                            "The token belongs to another principal than the user named",
                            "Connect as user " + principal.name() + "."));
            return;
        }
        arrival.isKnown();
        new OpeningPhase(arrival, token, resource, settings).begin();
    }

    private static TurnAway refused(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException
                        ? Optional.ofNullable(failure.getCause()).orElse(failure)
                        : failure;
        if (cause instanceof TokenRefused refused) {
            return new TurnAway(
                    refused.code(),
                    "28P01",
                    "The token is not accepted: " + refused.getMessage(),
                    "Get a fresh token and give it as the password.");
        }
        return TurnAway.identity(
                "token-unchecked",
                "The token could not be checked, so nobody is let in",
                "Try again; if it repeats, ask the operator whether the issuer is reachable.");
    }

    private static TurnAway outOfOrder() {
        return new TurnAway(
                "protocol-violation",
                "08P01",
                "A password message was expected, with the token as the password",
                "");
    }

    private static TurnAway tooLong() {
        return new TurnAway("token-malformed", "28P01", "The token is too long", "");
    }
}
