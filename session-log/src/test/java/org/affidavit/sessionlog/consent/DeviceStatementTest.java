package org.affidavit.sessionlog.consent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceStatementTest {
    private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
    private static final String JSON =
            "{\"at\":\"2026-11-22T10:00:00Z\",\"issuer\":\"https://issuer\","
                    + "\"origin\":\"test/affidavit\",\"subject\":\"u-1\",\"thumbprint\":\"T\","
                    + "\"type\":\"affidavit-enrolment-v1\"}";

    @TempDir Path folder;
    private DeviceKey device;

    @BeforeEach
    void makeKey() throws Exception {
        device = DeviceKey.loadOrCreate(folder.resolve("device.jwk"));
    }

    @Test
    void isExactlyThisJson() throws Exception {
        assertThat(enrolment().canonical()).isEqualTo(JSON);
        assertThat(DeviceStatement.parse(JSON.getBytes(UTF_8))).isEqualTo(enrolment());
    }

    @Test
    void isReadBackFromTheSignatureOfItsKey() throws Exception {
        String jws = device.sign(enrolment());
        assertThat(DeviceKey.verifyStatement(jws, device.publicJwk())).isEqualTo(enrolment());
    }

    @Test
    void refusesTheSignatureOfAnotherKey() throws Exception {
        var other = DeviceKey.loadOrCreate(folder.resolve("other.jwk"));
        refuses(other.sign(enrolment()), device.publicJwk());
    }

    @Test
    void neverPassesForADecisionNorADecisionForIt() {
        var decision = new ConsentDecision("r-1", "ab12", true, "why", AT);
        refuses(device.sign(decision), device.publicJwk());
        assertThatThrownBy(() -> DeviceKey.verify(device.sign(enrolment()), device.publicJwk()))
                .isInstanceOf(ParseException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"at\":          | \"at\" :",
                "10:00:00Z        | 10:00:00.000Z",
                "10:00:00Z        | yesterday",
                "enrolment        | something",
                "\"u-1\"          | 1",
                "\"subject\":     | \"subjects\":",
                "-v1\"}           | -v1\",\"z\":1}",
                "-v1\"}           | -v1\"}{}"
            })
    void refusesEveryOtherSpelling(String written, String instead) {
        String json = JSON.replace(written, instead);
        assertThatThrownBy(() -> DeviceStatement.parse(json.getBytes(UTF_8)))
                .isInstanceOf(ParseException.class);
    }

    private static DeviceStatement enrolment() {
        return new DeviceStatement(
                DeviceStatement.Kind.ENROLMENT, "https://issuer", "u-1", "T", "test/affidavit", AT);
    }

    private static void refuses(String jws, String jwk) {
        assertThatThrownBy(() -> DeviceKey.verifyStatement(jws, jwk))
                .isInstanceOf(ParseException.class);
    }
}
