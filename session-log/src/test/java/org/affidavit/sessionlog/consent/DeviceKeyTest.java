package org.affidavit.sessionlog.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import org.affidavit.sessionlog.LogFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceKeyTest {
    private static final ConsentDecision DECISION =
            new ConsentDecision(
                    "r-1", "ab12", true, "ticket FIN-1", Instant.parse("2026-11-22T10:00:00Z"));

    @TempDir Path folder;
    private DeviceKey device;

    @BeforeEach
    void makeKey() throws Exception {
        device = DeviceKey.loadOrCreate(folder.resolve("device.jwk"));
    }

    @Test
    void readsBackWhatItSigned() throws Exception {
        assertThat(DeviceKey.verify(device.sign(DECISION), device.publicJwk())).isEqualTo(DECISION);
    }

    @Test
    void keepsItsPrivateKeyForTheOwnerOnly() throws Exception {
        assertThat(Files.getPosixFilePermissions(folder.resolve("device.jwk")))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThat(device.publicJwk()).doesNotContain("\"d\"");
    }

    @Test
    void isTheSameKeyWhenLoadedAgain() throws Exception {
        assertThat(DeviceKey.loadOrCreate(folder.resolve("device.jwk")).publicJwk())
                .isEqualTo(device.publicJwk());
    }

    @Test
    void saysWhatToDoWithABrokenKeyFile() throws Exception {
        Files.writeString(folder.resolve("broken.jwk"), "{}");
        assertThatThrownBy(() -> DeviceKey.loadOrCreate(folder.resolve("broken.jwk")))
                .isInstanceOf(LogFailure.class)
                .hasMessageContaining("broken.jwk");
    }

    @Test
    void refusesAnotherKeysSignature() throws Exception {
        var other = DeviceKey.loadOrCreate(folder.resolve("other.jwk"));
        refuses(other.sign(DECISION), device.publicJwk());
    }

    @Test
    void refusesASwappedPayload() {
        String[] parts = device.sign(DECISION).split("\\.");
        var turned = new ConsentDecision("r-1", "ab12", false, "", DECISION.at());
        String payload =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(turned.toJson().getBytes(StandardCharsets.UTF_8));
        refuses(parts[0] + "." + payload + "." + parts[2], device.publicJwk());
    }

    @Test
    void refusesNoAlgorithmAtAll() {
        String header =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                "{\"alg\":\"none\",\"typ\":\"affidavit-decision+jws\"}"
                                        .getBytes(StandardCharsets.UTF_8));
        refuses(header + "." + device.sign(DECISION).split("\\.")[1] + ".", device.publicJwk());
    }

    @Test
    void refusesAMacUnderThePublicKey() throws Exception {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("affidavit-decision+jws"))
                        .keyID(DeviceKey.thumbprint(device.publicJwk()))
                        .build();
        var jws = new JWSObject(header, new Payload(DECISION.toJson()));
        jws.sign(new MACSigner(device.publicJwk().getBytes(StandardCharsets.UTF_8)));
        refuses(jws.serialize(), device.publicJwk());
    }

    @Test
    void refusesAnotherTypeAndEmbeddedKeysFromTheRightKey() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        String jwk = key.toPublicJWK().toJSONString();
        var plain =
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID());
        refuses(signed(plain.build(), key), jwk);
        var embedded =
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("affidavit-decision+jws"))
                        .keyID(key.getKeyID())
                        .jwk(key.toPublicJWK());
        refuses(signed(embedded.build(), key), jwk);
    }

    @Test
    void refusesAnOversizeDecision() {
        var long_ = new ConsentDecision("r-1", "ab12", true, "x".repeat(20_000), DECISION.at());
        refuses(device.sign(long_), device.publicJwk());
    }

    @Test
    void refusesToEnrolAPrivateKeyOrAnotherCurve() throws Exception {
        String secret = Files.readString(folder.resolve("device.jwk"));
        assertThatThrownBy(() -> DeviceKey.thumbprint(secret)).isInstanceOf(ParseException.class);
        String other = new ECKeyGenerator(Curve.P_384).generate().toPublicJWK().toJSONString();
        assertThatThrownBy(() -> DeviceKey.thumbprint(other)).isInstanceOf(ParseException.class);
    }

    @Test
    void refusesDuplicateMissingAndForeignFields() {
        String good = DECISION.toJson();
        for (String bad :
                new String[] {
                    good.replace("}", ",\"digest\":\"x\"}"),
                    good.replace("}", ",\"more\":1}"),
                    good.replace("\"approved\":true,", ""),
                    good.replace("true", "\"true\""),
                    good.replace("2026-11-22T10:00:00Z", "yesterday"),
                    "[]",
                    ""
                }) {
            assertThatThrownBy(() -> ConsentDecision.parse(bad)).isInstanceOf(ParseException.class);
        }
    }

    private static String signed(JWSHeader header, ECKey key) throws Exception {
        var jws = new JWSObject(header, new Payload(DECISION.toJson()));
        jws.sign(new ECDSASigner(key));
        return jws.serialize();
    }

    private static void refuses(String jws, String jwk) {
        assertThatThrownBy(() -> DeviceKey.verify(jws, jwk)).isInstanceOf(ParseException.class);
    }
}
