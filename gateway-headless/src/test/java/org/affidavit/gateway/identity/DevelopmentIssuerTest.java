package org.affidavit.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.ConfigTemplates;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfigs;
import org.affidavit.sessionlog.event.Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentIssuerTest {
    private static final String SECRET = "a secret: with % and + in it";

    @TempDir Path folder;
    private TestTls tls;
    private GatewayConfig config;
    private DevelopmentIssuer issuer;

    @BeforeEach
    void start() throws Exception {
        tls = TestTls.in(folder);
        Files.createDirectories(folder.resolve("tls"));
        Files.createDirectories(folder.resolve("keys"));
        Files.createDirectories(folder.resolve("clients"));
        Files.copy(tls.certificate(), folder.resolve("tls/server.crt"));
        Files.copy(tls.key(), folder.resolve("tls/server.key"));
        Files.writeString(
                folder.resolve("keys/issuer.jwk"),
                new ECKeyGenerator(Curve.P_256).generate().toJSONString());
        for (String file : ConfigTemplates.DEVELOPMENT_SECRETS) {
            Files.writeString(folder.resolve(file), SECRET + "\n");
        }
        Files.writeString(
                folder.resolve("development-clients.yaml"), ConfigTemplates.developmentClients());
        Files.writeString(
                folder.resolve("affidavit.yaml"),
                ConfigTemplates.config(
                        "localhost",
                        new Address("127.0.0.1", freePort()),
                        new Address("127.0.0.1", freePort())));
        config = GatewayConfigs.read(folder.resolve("affidavit.yaml"));
        issuer =
                DevelopmentIssuer.start(
                        config.developmentIssuer().orElseThrow(), config.tls(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void itsTokensAreAcceptedByTheVerifier() throws Exception {
        String token = DevelopmentTokens.fetch(config, "billing-bot");

        try (OidcTokens tokens = OidcTokens.trusting(config.issuers(), Clock.systemUTC())) {
            assertThat(tokens.verify(token).get().principal())
                    .isEqualTo(
                            new Principal(
                                    issuer.issuer().toString(),
                                    "billing-bot",
                                    "billing-bot",
                                    "billing-team",
                                    List.of("agents")));
        }
    }

    @Test
    void namesTheClientThatWasMeant() {
        assertThatThrownBy(() -> DevelopmentTokens.fetch(config, "biling-bot"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Did you mean `billing-bot`?");
    }

    @Test
    void saysWhatToDoWhenTheGatewayIsNotRunning() {
        issuer.close();

        assertThatThrownBy(() -> DevelopmentTokens.fetch(config, "billing-bot"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("start the gateway first");
    }

    @Test
    void acceptsTheSecretInTheBodyToo() throws Exception {
        String answer =
                post(
                        "grant_type=client_credentials&client_id=dana&client_secret="
                                + java.net.URLEncoder.encode(SECRET, StandardCharsets.UTF_8));

        assertThat(answer).startsWith("200");
    }

    @Test
    void refusesAWrongSecretAndAnUnknownClientAlike() throws Exception {
        String wrong = post("grant_type=client_credentials&client_id=dana&client_secret=x");
        String unknown = post("grant_type=client_credentials&client_id=eve&client_secret=x");

        assertThat(wrong).isEqualTo(unknown).startsWith("401").contains("invalid_client");
    }

    @Test
    void refusesRequestsThatAreNotOneClearRequest() throws Exception {
        assertThat(post("grant_type=password")).startsWith("400").contains("unsupported_grant");
        assertThat(post("grant_type=client_credentials&grant_type=client_credentials"))
                .startsWith("400");
        assertThat(post("a=" + "x".repeat(20_000))).startsWith("413");
        assertThat(get("/nothing")).startsWith("404");
        assertThat(get("/token")).startsWith("404");
    }

    @Test
    void saysInItsDiscoveryWhatItIs() throws Exception {
        assertThat(get("/.well-known/openid-configuration"))
                .startsWith("200")
                .contains("For evaluation only")
                .contains(issuer.issuer().toString());
        assertThat(get("/jwks")).startsWith("200").doesNotContain("\"d\"");
    }

    @Test
    void refusesToStartWithAWeakSecret() throws Exception {
        Files.writeString(folder.resolve("clients/dana.secret"), "short");
        issuer.close();

        assertThatThrownBy(() ->
                        DevelopmentIssuer.start(
                                config.developmentIssuer().orElseThrow(),
                                config.tls(),
                                Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shorter than 16")
                .hasMessageNotContaining("short\n");
    }

    @Test
    void pointsAtAMistakeInTheFileOfClients() throws Exception {
        Files.writeString(
                folder.resolve("development-clients.yaml"),
                "version: 1\nclients:\n  a: { secret: s, gruops: [x] }\n");

        assertThatThrownBy(() -> DevelopmentTokens.fetch(config, "a"))
                .isInstanceOf(ConfigInvalid.class)
                .hasMessageContaining("Did you mean `groups`?");
    }

    private String post(String form) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(issuer.issuer() + "/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(issuer.issuer() + path)));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        try (IssuerHttp http = IssuerHttp.trusting(Optional.of(tls.ca()), TokenLimits.STANDARD)) {
            IssuerHttp.Answer answer = http.send(request);
            return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
