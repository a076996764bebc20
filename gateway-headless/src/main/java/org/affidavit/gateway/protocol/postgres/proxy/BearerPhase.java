package org.affidavit.gateway.protocol.postgres.proxy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.affidavit.gateway.protocol.postgres.wire.Authentication;
import org.affidavit.gateway.protocol.postgres.wire.Authentication.SaslInitial;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.OAuthBearer;
import tools.jackson.databind.json.JsonMapper;

/// Asks for the token by SASL OAUTHBEARER (RFC 7628), as PostgreSQL 18 does. A client without a
/// token shows none, hears where to get one, and comes again.
final class BearerPhase extends AuthenticationPhase {
    private static final String BAD_TOKEN = "invalid_token";

    private boolean refused;

    BearerPhase(Arrival arrival, String user, String resource, StartupSettings settings) {
        super(arrival, user, resource, settings);
    }

    @Override
    Frame question() {
        return Authentication.writeSasl(OAuthBearer.MECHANISM, arrival.link().allocator());
    }

    @Override
    void shown(Frame frame) {
        if (refused) {
            arrival.turnAway(outOfOrder());
            return;
        }
        SaslInitial initial = Authentication.readSaslInitial(frame);
        if (!initial.mechanism().equals(OAuthBearer.MECHANISM)) {
            arrival.turnAway(outOfOrder());
            return;
        }
        OAuthBearer.token(initial.data()).ifPresentOrElse(this::verify, () -> refuse(noToken()));
    }

    /// Says so in the mechanism's own terms first; the words follow once the client has answered,
    /// whatever it answers.
    @Override
    void refuse(TurnAway why) {
        refused = true;
        arrival.isDoomed(why);
        Link link = arrival.link();
        link.write(Authentication.writeSaslContinue(problem(), link.allocator()));
        link.flush();
    }

    /// Where to get a token: from the issuer named first, if there are several.
    private String problem() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("status", BAD_TOKEN);
        arrival.wiring().keeper().config().issuers().stream()
                .findFirst()
                .ifPresent(issuer -> {
                    fields.put("openid-configuration", issuer.discovery().toString());
                    fields.put("scope", issuer.scope());
                });
        return JsonMapper.shared().writeValueAsString(fields);
    }

    private static TurnAway noToken() {
        return TurnAway.identity(
                "token-not-shown",
                "No token was shown; the client was told where to get one",
                "Connect with a token of that issuer.");
    }
}
