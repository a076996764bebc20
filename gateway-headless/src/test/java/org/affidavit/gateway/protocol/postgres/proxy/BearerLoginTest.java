package org.affidavit.gateway.protocol.postgres.proxy;

import static org.affidavit.gateway.protocol.postgres.proxy.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.affidavit.gateway.config.GatewayConfig.AgentLogin;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.protocol.postgres.proxy.InMemoryRecorder.Opened;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;
import org.affidavit.sessionlog.event.GatewayEvent.AccessRefused;
import org.junit.jupiter.api.Test;

/// Agents that show their token by SASL OAUTHBEARER, as PostgreSQL 18's own library does.
class BearerLoginTest {
    private static final String ASKING = "-c affidavit.agent_login=oauthbearer";
    private static final String DISCOVERY = "https://issuer.test/.well-known/openid-configuration";

    @Test
    void letsLibpqInThatFetchesItsTokenFromTheIssuerItIsToldOf() throws Throwable {
        try (var gateway = TestGateway.start(BearerLoginTest::bearer);
                var client = libpq(gateway, TestGateway.TOKEN, "")) {
            assertThat(LibPq.version()).isGreaterThanOrEqualTo(180_000);
            assertThat(client.open()).as(client.error()).isTrue();
            assertThat(LibPq.discovery()).isEqualTo(DISCOVERY);
            assertThat(client.first("SELECT count(*) FROM customers")).isEqualTo("1000");
            assertThat(codes(gateway)).containsExactly("token-not-shown");
            assertThat(gateway.recorder.all(Opened.class)).hasSize(1);
        }
    }

    @Test
    void letsAClientAskForItWhereOthersGiveAPassword() throws Throwable {
        try (var gateway = TestGateway.start();
                var bearer = libpq(gateway, TestGateway.TOKEN, " options='" + ASKING + "'");
                var password = libpq(gateway, "", " password=" + TestGateway.TOKEN)) {
            assertThat(bearer.open()).as(bearer.error()).isTrue();
            assertThat(password.open()).as(password.error()).isTrue();
        }
    }

    @Test
    void letsAClientGiveAPasswordWhereOthersShowATokenByOauth() throws Exception {
        try (var gateway = TestGateway.start(BearerLoginTest::bearer)) {
            gateway.connect("plain-db", "options", "-c affidavit.agent_login=password").close();
        }
    }

    @Test
    void tellsLibpqThatItsTokenIsNotGoodWithoutQuotingIt() throws Throwable {
        try (var gateway = TestGateway.start(BearerLoginTest::bearer);
                var client = libpq(gateway, "secret-bad-token", "")) {
            assertThat(client.open()).isFalse();
            assertThat(client.error())
                    .contains("it expired at noon")
                    .doesNotContain("secret-bad-token");
            until("both are recorded", () -> refusals(gateway).size() == 2);
            assertThat(codes(gateway)).containsExactly("token-not-shown", "token-expired");
        }
    }

    @Test
    void saysWhereToGetATokenAndWaitsForTheAnswer() throws Exception {
        try (var gateway = TestGateway.start(BearerLoginTest::bearer);
                var client = asked(gateway)) {
            initial(client, "n,,\1auth=\1\1");
            assertThat(client.next())
                    .isEqualTo(
                            "R\0\0\0\13{\"status\":\"invalid_token\",\"openid-configuration\":\""
                                    + DISCOVERY
                                    + "\",\"scope\":\"openid agents\"}");
            assertThat(refusals(gateway)).isEmpty();
            client.message('p', body -> body.writeByte(1));
            assertThat(client.next()).startsWith("E").contains("28000", "No token was shown");
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void recordsWhyEvenIfTheClientLeavesWithoutAnAnswer() throws Exception {
        try (var gateway = TestGateway.start(BearerLoginTest::bearer)) {
            try (var client = asked(gateway)) {
                initial(client, "n,,\1auth=Bearer wrong\1\1");
                assertThat(client.next()).startsWith("R").contains("invalid_token");
            }
            assertThat(codes(gateway)).containsExactly("token-expired");
        }
    }

    @Test
    void opensNoSessionForATokenShownAfterABadOne() throws Exception {
        try (var gateway = TestGateway.start(BearerLoginTest::bearer);
                var client = asked(gateway)) {
            initial(client, "n,,\1auth=Bearer wrong\1\1");
            client.until('R');
            initial(client, "n,,\1auth=Bearer " + TestGateway.TOKEN + "\1\1");
            assertThat(client.next()).startsWith("E").contains("28P01");
            assertThat(gateway.recorder.all(Opened.class)).isEmpty();
        }
    }

    @Test
    void refusesAnotherMechanismAndAMalformedMessage() throws Exception {
        List<Consumer<ByteBuf>> bodies =
                List.of(
                        body -> sasl(body, "SCRAM-SHA-256", "n,,n=,r=x"),
                        body -> sasl(body, "OAUTHBEARER", "n,a=admin,\1auth=Bearer x\1\1"),
                        body -> RawClient.text(body, TestGateway.TOKEN));
        try (var gateway = TestGateway.start(BearerLoginTest::bearer)) {
            for (Consumer<ByteBuf> body : bodies) {
                try (var client = asked(gateway)) {
                    client.message('p', body);
                    assertThat(client.next()).startsWith("E").contains("08P01");
                    assertThat(client.closed()).isTrue();
                }
            }
            until("all are recorded", () -> refusals(gateway).size() == bodies.size());
            assertThat(codes(gateway)).containsOnly("protocol-violation");
        }
    }

    @Test
    void refusesOptionsThatSayMore() throws Exception {
        try (var gateway = TestGateway.start()) {
            for (String more :
                    List.of(
                            ASKING + " -c search_path=evil",
                            "-c affidavit.agent_login=trust",
                            "-c search_path=evil " + ASKING)) {
                assertThatThrownBy(() -> gateway.connect("plain-db", "options", more))
                        .hasMessageContaining("is not passed on");
            }
        }
    }

    private static TestGateway.Options bearer(TestGateway.Options options) {
        return options.withConnections(plain ->
                new Connection(
                        plain.name(),
                        plain.kind(),
                        plain.listen(),
                        AgentLogin.OAUTHBEARER,
                        plain.upstream(),
                        plain.database(),
                        plain.user(),
                        plain.login(),
                        plain.tls()));
    }

    private static LibPq libpq(TestGateway gateway, String token, String more) throws Throwable {
        return LibPq.connect(
                "host=localhost port="
                        + gateway.port()
                        + " dbname=plain-db user=billing-bot sslmode=verify-full sslrootcert="
                        + gateway.certificates.ca()
                        + " oauth_issuer=https://issuer.test oauth_client_id=billing-bot"
                        + more,
                token);
    }

    private static RawClient asked(TestGateway gateway) throws Exception {
        var client = RawClient.inTls(gateway);
        client.startup(
                StartupPacket.VERSION_3_0, Map.of("user", "billing-bot", "database", "plain-db"));
        assertThat(client.next()).isEqualTo("R\0\0\0\nOAUTHBEARER\0\0");
        return client;
    }

    private static void initial(RawClient client, String data) throws Exception {
        client.message('p', body -> sasl(body, "OAUTHBEARER", data));
    }

    private static void sasl(ByteBuf body, String mechanism, String data) {
        RawClient.text(body, mechanism);
        body.writeInt(data.length()).writeCharSequence(data, StandardCharsets.ISO_8859_1);
    }

    private static List<AccessRefused> refusals(TestGateway gateway) {
        return gateway.recorder.events.stream()
                .filter(AccessRefused.class::isInstance)
                .map(AccessRefused.class::cast)
                .toList();
    }

    private static List<String> codes(TestGateway gateway) {
        until("a refusal is recorded", () -> !refusals(gateway).isEmpty());
        return refusals(gateway).stream().map(AccessRefused::code).toList();
    }
}
