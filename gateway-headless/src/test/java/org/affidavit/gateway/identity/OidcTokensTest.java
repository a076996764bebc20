package org.affidavit.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.sessionlog.event.Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir static Path folder;
    private static TestTls tls;
    private static RSAKey rsa;
    private static ECKey ec;

    private final MovableClock clock = new MovableClock();
    private TestIssuer issuer;
    private OidcTokens tokens;

    @BeforeAll
    static void makeKeys() throws Exception {
        tls = TestTls.in(folder);
        rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    }

    @BeforeEach
    void start() throws Exception {
        issuer = new TestIssuer(tls);
        issuer.publish(new JWKSet(List.of(rsa, ec)));
        tokens = OidcTokens.trusting(List.of(issuer.config()), clock);
    }

    @AfterEach
    void stop() {
        tokens.close();
        issuer.close();
    }

    @Test
    void theTokenSaysWhoItIsAndNothingIsImplied() throws Exception {
        assertThat(tokens.verify(es256(claims())).get().principal())
                .isEqualTo(
                        new Principal(
                                issuer.uri().toString(),
                                "sub-1",
                                "billing-bot",
                                "billing-team",
                                List.of("agents")));
        Map<String, Object> bare = claims();
        bare.keySet().removeAll(List.of("groups", "owner", "preferred_username"));
        assertThat(tokens.verify(es256(bare)).get().principal())
                .isEqualTo(new Principal(issuer.uri().toString(), "sub-1", "sub-1", "", List.of()));
    }

    @Test
    void saysHowLongTheTokenIsGoodWithTheDifferenceOfClocks() throws Exception {
        assertThat(tokens.verify(with("exp", NOW.getEpochSecond() + 600)).get().until())
                .isEqualTo(NOW.plusSeconds(660));
    }

    @Test
    void acceptsTheFourAlgorithms() throws Exception {
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256)) {
            JWSObject token = object(new JWSHeader.Builder(algorithm).keyID("rsa").build());
            token.sign(new RSASSASigner(rsa));
            assertThat(tokens.verify(token.serialize()).get().principal().subject())
                    .isEqualTo("sub-1");
        }
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        Base64URL x =
                Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        issuer.publish(new JWKSet(new OctetKeyPair.Builder(Curve.Ed25519, x).keyID("ed").build()));
        clock.forward(Duration.ofMinutes(11));
        assertThat(tokens.verify(ed25519(pair, claims())).get().principal().subject())
                .isEqualTo("sub-1");
    }

    @Test
    void theSeveralIssuersAreKeptApart() throws Exception {
        try (TestIssuer other = new TestIssuer(tls)) {
            ECKey otherKey = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
            other.publish(new JWKSet(otherKey));
            tokens.close();
            tokens = OidcTokens.trusting(List.of(issuer.config(), other.config()), clock);
            Map<String, Object> claims = claims();
            claims.put("iss", other.uri().toString());

            assertThat(tokens.verify(es256(otherKey, claims)).get().principal().issuer())
                    .isEqualTo(other.uri().toString());
            assertThat(code(es256(otherKey, claims()))).isEqualTo("token-signature");
            assertThat(code(es256(claims))).isEqualTo("token-signature");
        }
    }

    @Test
    void refusesATokenThatIsNotSigned() {
        String none = part("{\"alg\":\"none\"}") + "." + part(json(claims())) + ".";

        assertThat(code(none)).isEqualTo("token-algorithm");
        assertThat(code(none.replace(part("{\"alg\":\"none\"}"), part("{\"alg\":\"NonE\"}"))))
                .isEqualTo("token-algorithm");
        String stripped = es256Quietly(claims());
        assertThat(code(stripped.substring(0, stripped.lastIndexOf('.') + 1)))
                .isEqualTo("token-signature");
    }

    @Test
    void refusesAPublicKeyUsedAsASharedSecret() throws Exception {
        JWSObject token = object(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build());
        token.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));

        assertThat(code(token.serialize())).isEqualTo("token-algorithm");
    }

    @Test
    void neverUsesASharedSecretThatAnIssuerPublishes() throws Exception {
        issuer.publish(new JWKSet(new OctetSequenceKeyGenerator(256).keyID("oct").generate()));

        assertThat(code(es256(claims()))).isEqualTo("token-key-unknown");
    }

    @Test
    void refusesHeadersThatChooseTheirOwnKey() throws Exception {
        ECKey evil = new ECKeyGenerator(Curve.P_256).keyID("evil").generate();
        for (JWSHeader header :
                List.of(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(evil.toPublicJWK()).build(),
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .jwkURL(URI.create("https://evil.example/jwks"))
                                .build(),
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .x509CertURL(URI.create("https://evil.example/x"))
                                .build(),
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .x509CertChain(List.of(new com.nimbusds.jose.util.Base64("AAAA")))
                                .build())) {
            JWSObject token = object(header);
            token.sign(new ECDSASigner(evil));
            assertThat(code(token.serialize())).isEqualTo("token-header");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"ES256\",\"kid\":\"ec\",\"crit\":[\"x\"],\"x\":1}",
                "{\"alg\":\"ES256\",\"kid\":\"ec\",\"b64\":false}",
                "{\"alg\":\"ES256\",\"kid\":\"ec\",\"zip\":\"DEF\"}",
            })
    void refusesHeadersThatChangeTheReading(String header) throws Exception {
        assertThat(code(handmade(header, json(claims())))).isEqualTo("token-header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "' OR 1=1", "nobody"})
    void aKeyIdIsOnlyEverCompared(String kid) throws Exception {
        JWSObject token = object(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(kid).build());
        token.sign(new ECDSASigner(ec));

        assertThat(code(token.serialize())).isEqualTo("token-key-unknown");
    }

    @Test
    void refusesAKeyUsedWithAnotherAlgorithm() throws Exception {
        JWSObject token = object(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ec").build());
        token.sign(new RSASSASigner(rsa));

        assertThat(code(token.serialize())).isEqualTo("token-key-unknown");
    }

    @Test
    void refusesAChangedToken() throws Exception {
        String[] parts = es256(claims()).split("\\.");
        Map<String, Object> more = claims();
        more.put("groups", List.of("agents", "db-approvers"));

        assertThat(code(parts[0] + "." + part(json(more)) + "." + parts[2]))
                .isEqualTo("token-signature");
    }

    @Test
    void refusesAnotherTypeOfToken() throws Exception {
        for (String type : List.of("logout+jwt", "dpop+jwt", "secevent+jwt")) {
            JWSObject token =
                    object(
                            new JWSHeader.Builder(JWSAlgorithm.ES256)
                                    .type(new JOSEObjectType(type))
                                    .keyID("ec")
                                    .build());
            token.sign(new ECDSASigner(ec));
            assertThat(code(token.serialize())).isEqualTo("token-type");
        }
    }

    @Test
    void refusesNamesWrittenTwice() throws Exception {
        String claims = json(claims());
        String twice = claims.substring(0, claims.length() - 1) + ",\"sub\":\"root\"}";

        assertThat(code(handmade("{\"alg\":\"ES256\",\"kid\":\"ec\"}", twice)))
                .isEqualTo("token-malformed");
        assertThat(code(handmade("{\"alg\":\"ES256\",\"alg\":\"none\",\"kid\":\"ec\"}", claims)))
                .isEqualTo("token-malformed");
    }

    @Test
    void refusesTheWrongAudience() throws Exception {
        for (Object audience : List.of("other", List.of("other", "more"), "affidavit2", 7)) {
            assertThat(code(with("aud", audience))).isEqualTo("token-audience");
        }
        assertThat(code(with("aud", null))).isEqualTo("token-audience");
        assertThat(tokens.verify(with("aud", List.of("other", "affidavit"))).get()).isNotNull();
    }

    @Test
    void refusesAnIssuerThatIsNotTrusted() throws Exception {
        assertThat(code(with("iss", "https://evil.example"))).isEqualTo("token-issuer");
        assertThat(code(with("iss", issuer.uri() + "/"))).isEqualTo("token-issuer");
        assertThat(code(with("iss", null))).isEqualTo("token-issuer");
    }

    @Test
    void refusesExpiredAndEarlyTokensWithAMinuteOfSkew() throws Exception {
        long now = NOW.getEpochSecond();

        assertThat(code(with("exp", now - 60))).isEqualTo("token-expired");
        assertThat(tokens.verify(with("exp", now - 59)).get()).isNotNull();
        assertThat(code(with("nbf", now + 61))).isEqualTo("token-not-yet-valid");
        assertThat(tokens.verify(with("nbf", now + 60)).get()).isNotNull();
        assertThat(code(with("iat", now + 61))).isEqualTo("token-not-yet-valid");
    }

    @Test
    void refusesATokenThatLivesTooLong() throws Exception {
        long now = NOW.getEpochSecond();

        assertThat(code(with("exp", now + 25 * 3600))).isEqualTo("token-lifetime");
        assertThat(code(with("exp", null))).isEqualTo("token-claims");
        assertThat(code(with("exp", "tomorrow"))).isEqualTo("token-claims");
        assertThat(code(with("exp", 1e300))).isEqualTo("token-claims");
    }

    @Test
    void refusesClaimsThatCouldDeceiveAPerson() throws Exception {
        assertThat(code(with("preferred_username", "dana\u202e"))).isEqualTo("token-claims");
        assertThat(code(with("preferred_username", "a\nb"))).isEqualTo("token-claims");
        assertThat(code(with("groups", "agents"))).isEqualTo("token-claims");
        assertThat(code(with("groups", List.of(1)))).isEqualTo("token-claims");
        assertThat(code(with("sub", null))).isEqualTo("token-claims");
        assertThat(code(with("sub", "x".repeat(257)))).isEqualTo("token-claims");
    }

    @Test
    void refusesHugeAndMalformedTokensWithoutAskingTheIssuer() {
        assertThat(code("x".repeat(20_000))).isEqualTo("token-too-large");
        for (String token :
                List.of(
                        "",
                        ".",
                        "..",
                        "a.b.c",
                        "a.b.c.d.e",
                        part("[]") + "." + part("{}") + ".AA",
                        part("{\"alg\":\"ES256\"}") + "." + part("{} {}") + ".AA",
                        part("{\"alg\":\"ES256\"}") + "=." + part("{}") + ".AA",
                        part("{\"alg\":\"ES256\"}") + "." + part("[".repeat(5_000)) + ".AA")) {
            assertThat(code(token)).as(token).isEqualTo("token-malformed");
        }
        assertThat(issuer.keyRequests).hasValue(0);
    }

    @Test
    void followsARotationAtOnceButAsksNotTooOften() throws Exception {
        assertThat(tokens.verify(es256(claims())).get()).isNotNull();
        ECKey next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
        issuer.publish(new JWKSet(List.of(ec, next)));
        clock.forward(Duration.ofSeconds(11));

        assertThat(tokens.verify(es256(next, claims())).get()).isNotNull();
        for (int i = 0; i < 20; i++) {
            ECKey unknown = new ECKeyGenerator(Curve.P_256).keyID("u" + i).generate();
            assertThat(code(es256(unknown, claims()))).isEqualTo("token-key-unknown");
        }
        assertThat(issuer.keyRequests).hasValue(2);
    }

    @Test
    void aKeyThatWasWithdrawnIsNotGoodAnyMore() throws Exception {
        assertThat(tokens.verify(es256(claims())).get()).isNotNull();
        issuer.publish(new JWKSet(rsa));
        clock.forward(Duration.ofMinutes(11));

        assertThat(code(es256(claims()))).isEqualTo("token-key-unknown");
    }

    @Test
    void anOutageIsSurvivedForADay() throws Exception {
        assertThat(tokens.verify(es256(claims())).get()).isNotNull();
        issuer.down = true;
        clock.forward(Duration.ofHours(23));
        assertThat(tokens.verify(es256(current())).get()).isNotNull();
        clock.forward(Duration.ofHours(2));

        assertThat(code(es256(current()))).isEqualTo("issuer-unavailable");
    }

    @Test
    void anIssuerThatWasNeverReachedIsNotBelieved() throws Exception {
        issuer.down = true;
        assertThat(code(es256(claims()))).isEqualTo("issuer-unavailable");
        issuer.down = false;
        clock.forward(Duration.ofSeconds(11));

        assertThat(tokens.verify(es256(claims())).get()).isNotNull();
    }

    @Test
    void aDiscoveryDocumentOfAnotherIssuerIsNotBelieved() throws Exception {
        issuer.answers.put(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"https://evil.example\",\"jwks_uri\":\"" + issuer.uri() + "/jwks\"}");

        assertThat(code(es256(claims()))).isEqualTo("issuer-unavailable");
    }

    @Test
    void keysAreNeverFetchedWithoutTls() throws Exception {
        issuer.answers.put(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer.uri() + "\",\"jwks_uri\":\"http://127.0.0.1:1/jwks\"}");

        assertThat(code(es256(claims()))).isEqualTo("issuer-unavailable");
    }

    @Test
    void anIssuerThatNeverFinishesItsAnswerIsNotWaitedFor() throws Exception {
        TokenLimits all = TokenLimits.STANDARD;
        var hasty =
                new TokenLimits(
                        all.tokenCharactersMax(),
                        all.documentBytesMax(),
                        all.skew(),
                        all.lifeMax(),
                        all.keysFresh(),
                        all.keysStale(),
                        all.refetchPause(),
                        Duration.ofMillis(500),
                        all.atOnceMax());
        tokens.close();
        tokens = OidcTokens.trusting(List.of(issuer.config()), clock, hasty);
        issuer.dripping = true;

        assertThatThrownBy(() -> tokens.verify(es256(claims())).get(5, TimeUnit.SECONDS))
                .hasMessageContaining("keys cannot be fetched");
    }

    @Test
    void anIssuerWithAnotherCertificateIsNotBelieved(@TempDir Path other) throws Exception {
        GatewayConfig.Issuer config = issuer.config();
        tokens.close();
        tokens =
                OidcTokens.trusting(
                        List.of(
                                new GatewayConfig.Issuer(
                                        config.issuer(),
                                        config.audience(),
                                        "groups",
                                        "owner",
                                        "openid",
                                        Optional.of(TestTls.in(other).ca()))),
                        clock);

        assertThat(code(es256(claims()))).isEqualTo("issuer-unavailable");
    }

    @Test
    void aRefusalNeverQuotesTheToken() throws Exception {
        String token = with("aud", "zebra");
        TokenRefused refused = catchThrowableOfType(TokenRefused.class, () -> verifyNow(token));

        assertThat(refused.getMessage()).doesNotContain("zebra").doesNotContain(token);
    }

    private Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer.uri().toString());
        claims.put("sub", "sub-1");
        claims.put("aud", "affidavit");
        claims.put("iat", NOW.getEpochSecond() - 120);
        claims.put("exp", NOW.getEpochSecond() + 3600);
        claims.put("preferred_username", "billing-bot");
        claims.put("owner", "billing-team");
        claims.put("groups", List.of("agents"));
        return claims;
    }

    private Map<String, Object> current() {
        Map<String, Object> claims = claims();
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("exp", clock.instant().getEpochSecond() + 3600);
        return claims;
    }

    private String with(String claim, Object value) throws Exception {
        Map<String, Object> claims = claims();
        if (value == null) {
            claims.remove(claim);
        } else {
            claims.put(claim, value);
        }
        return es256(claims);
    }

    private JWSObject object(JWSHeader header) {
        return new JWSObject(header, new Payload(json(claims())));
    }

    private static String es256(Map<String, Object> claims) throws Exception {
        return es256(ec, claims);
    }

    private static String es256Quietly(Map<String, Object> claims) {
        try {
            return es256(claims);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String es256(ECKey key, Map<String, Object> claims) throws Exception {
        JWSObject token =
                new JWSObject(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .type(JOSEObjectType.JWT)
                                .keyID(key.getKeyID())
                                .build(),
                        new Payload(json(claims)));
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    private static String ed25519(KeyPair pair, Map<String, Object> claims) throws Exception {
        String signed = part("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}") + "." + part(json(claims));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64URL.encode(signature.sign());
    }

    /// A token with a good ES256 signature over whatever header and claims.
    private static String handmade(String header, String claims) throws Exception {
        String signed = part(header) + "." + part(claims);
        Base64URL signature =
                new ECDSASigner(ec)
                        .sign(
                                new JWSHeader(JWSAlgorithm.ES256),
                                signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + signature;
    }

    private static String json(Map<String, Object> claims) {
        return new String(StrictJson.bytes(claims), StandardCharsets.UTF_8);
    }

    private static String part(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private String code(String token) {
        TokenRefused refused = catchThrowableOfType(TokenRefused.class, () -> verifyNow(token));
        assertThat(refused).as("accepted").isNotNull();
        return refused.code();
    }

    private void verifyNow(String token) throws Throwable {
        try {
            tokens.verify(token).get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static final class MovableClock extends Clock {
        private volatile Instant now = NOW;

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
