package org.affidavit.gateway.identity;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.Spelling;
import org.affidavit.gateway.identity.DevelopmentClients.Client;
import org.affidavit.gateway.identity.TokenUnavailable.Why;
import tools.jackson.databind.JsonNode;

/// Gets tokens from the development issuer of a running gateway, for `affidavit token`.
public final class DevelopmentTokens {
    private DevelopmentTokens() {}

    /// A fresh token for one of the development issuer's clients, with that client's own secret.
    ///
    /// @throws TokenUnavailable if there is no development issuer or no such client, or the gateway
    ///   cannot be reached; the message says what to do
    public static String fetch(GatewayConfig config, String clientName)
            throws IOException, ConfigInvalid, InterruptedException {
        GatewayConfig.DevelopmentIssuer settings =
                config.developmentIssuer()
                        .orElseThrow(() ->
                                new TokenUnavailable(
                                        Why.NO_ISSUER,
                                        "This configuration has no development issuer: get"
                                                + " the token from your organisation's."));
        Client client = client(DevelopmentClients.list(settings.clients()), clientName);
        GatewayConfig.Issuer issuer = issuer(config, settings);
        try (IssuerHttp http =
                IssuerHttp.trusting(
                        issuer.ca().or(() -> Optional.of(config.tls().ca())),
                        TokenLimits.STANDARD)) {
            IssuerHttp.Answer answer = http.send(request(issuer, client));
            JsonNode body = StrictJson.object(answer.body());
            if (answer.status() != 200) {
                throw new TokenUnavailable(
                        Why.REFUSED,
                        "The development issuer refused: "
                                + body.path("error_description").asString("no reason given"));
            }
            return body.path("access_token").asString();
        } catch (java.net.ConnectException | java.net.http.HttpTimeoutException _) {
            throw new TokenUnavailable(
                    Why.UNREACHABLE,
                    "Nothing listens at " + issuer.issuer() + ": start the gateway first.");
        } catch (javax.net.ssl.SSLException e) {
            throw new TokenUnavailable(
                    Why.UNREACHABLE,
                    issuer.issuer()
                            + " shows a certificate that is not accepted: "
                            + e.getMessage());
        } catch (IllegalArgumentException _) {
            throw new TokenUnavailable(
                    Why.UNREACHABLE, issuer.issuer() + " did not answer as an issuer does.");
        }
    }

    private static Client client(Map<String, Client> clients, String name) throws IOException {
        Client client = clients.get(name);
        if (client == null) {
            throw new TokenUnavailable(
                    Why.UNKNOWN_CLIENT,
                    "The development issuer does not know `"
                            + name
                            + "`. "
                            + Spelling.nearest(name, clients.keySet())
                                    .map(word -> "Did you mean `" + word + "`? ")
                                    .orElse("")
                            + "It knows: "
                            + String.join(", ", clients.keySet())
                            + ".");
        }
        return client;
    }

    /// The trusted issuer that the development issuer is: the one at its port.
    private static GatewayConfig.Issuer issuer(
            GatewayConfig config, GatewayConfig.DevelopmentIssuer settings) throws IOException {
        return config.issuers().stream()
                .filter(issuer -> issuer.issuer().getPort() == settings.listen().port())
                .findFirst()
                .orElseThrow(() ->
                        new TokenUnavailable(
                                Why.NO_ISSUER,
                                "No issuer under `identity.issuers` has the development"
                                        + " issuer's port, so no token of it would be"
                                        + " accepted."));
    }

    private static HttpRequest.Builder request(GatewayConfig.Issuer issuer, Client client)
            throws IOException {
        String pair = encoded(client.name()) + ":" + encoded(DevelopmentClients.secret(client));
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        String base = issuer.issuer().toString().replaceAll("/$", "");
        return HttpRequest.newBuilder(URI.create(base + "/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "grant_type=client_credentials&audience="
                                        + encoded(issuer.audience())));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
