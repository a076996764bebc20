package org.affidavit.gateway.masking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+49 171 1234567",
                "+491711234567",
                "+44 (0)20 7946 0958",
                "+1-212-555-0143",
                "+33 1 42 68 53 00",
                "+33.1.42.68.53.00",
                "(212) 555-0143",
                "212-555-0143",
                "212.555.0143",
                "01 42 68 53 00",
                "01.42.68.53.00",
                "0171 1234567",
                "030/12345678",
                "020 7946 0958",
                "07700 900123",
            })
    void findsPhoneNumbers(String number) {
        assertFound(number, Detector.PHONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2125550143",
                "+1 111 555 0143",
                "+4512345.67",
                "+2812345678",
                "112-555-0143",
                "212-555-014",
                "212-555-01432",
                "ORD-212-555-0143",
                "212-555-0143-99",
                "2024-01-15T10:00:00+01:00",
                "192.168.100.1000",
                "10.0.171.255",
                "0000 1234567",
                "550e8400-e29b-41d4-a716-446655440000",
                "v1.20.300.4000",
                "1700000000000",
            })
    void leavesOtherNumbersAlone(String text) {
        assertThat(find("see " + text + " there")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "536-22-8726,SSN",
        "536 22 8726,SSN",
        "86095742719,DE_TAX_ID",
        "86 095 742 719,DE_TAX_ID",
        "47036892816,DE_TAX_ID",
        "185057800608491,FR_NIR",
        "1 85 05 78 006 084 91,FR_NIR",
        "12345678Z,ES_DNI",
        "12345678-Z,ES_DNI",
        "X1234567L,ES_DNI",
    })
    void findsNationalIds(String number, Detector detector) {
        assertFound(number, detector);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000-22-8726",
                "666-22-8726",
                "936-22-8726",
                "536-00-8726",
                "536-22-0000",
                "536-22 8726",
                "536-22-87261",
                "86095742718",
                "12345678903",
                "255081416802539",
                "12345678A",
                "X1234567M",
                "12345678z",
            })
    void leavesNumbersAloneThatDoNotCheck(String text) {
        assertThat(find("see " + text + " there")).isEmpty();
    }

    @Test
    void knowsBothDepartmentsOfCorsica() {
        assertFound("185022A123456" + key(1_850_219_123_456L), Detector.FR_NIR);
        assertFound("185022B123456" + key(1_850_218_123_456L), Detector.FR_NIR);
    }

    @ParameterizedTest
    @CsvSource({
        "４１１１１１１１１１１１１１１１,CARD",
        "4111\u202f1111\u202f1111\u202f1111,CARD",
        "4111‐1111‐1111‐1111,CARD",
        "4111–1111–1111–1111,CARD",
        "٤١١١١١١١١١١١١١١١,CARD",
        "536‑22‑8726,SSN",
        "86\u00a0095\u00a0742\u00a0719,DE_TAX_ID",
        "1.85.05.78.006.084.91,FR_NIR",
        "12.345.678-Z,ES_DNI",
        "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000,IBAN",
        "+49\u202f171\u202f1234567,PHONE",
        "maria＠example.com,EMAIL",
    })
    void findsValuesWithAnySpacesHyphensAndDigits(String value, Detector detector) {
        assertFound(value, detector);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(030) 12345678",
                "0171-1234567",
                "0044 20 7946 0958",
                "1-800-555-0143",
            })
    void findsPhoneNumbersInMoreNationalForms(String number) {
        assertFound(number, Detector.PHONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "value=[maria@example.com] accepted",
                "https://example.com/reset?email=[maria@example.com]&x=1",
                "https://example.com/reset?email=[maria%40example.com]&x=1",
                "https://example.com/?a=1&[maria@example.com]",
                "mailto:[maria@example.com]?subject=x",
                "'[maria@example.com]'",
                "'[o'neil@example.com]'",
            })
    void findsAnAddressAndNotWhatStandsInFrontOfIt(String marked) {
        int from = marked.indexOf('[');
        int to = marked.indexOf(']') - 1;

        assertThat(find(marked.replace("[", "").replace("]", "")))
                .containsExactly(new Span(from, to, Detector.EMAIL));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git@github.com:someone/something.git",
                "url(logo@2x.png)",
                "root@host",
                "@someone/something@1.2.3",
            })
    void leavesAloneWhatOnlyHasAnAtSign(String text) {
        assertThat(find("see " + text + " there")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // In groups of no card, beside other numbers or of two, or too short for its
                // network.
                "4111 11111 111111 1 12",
                "5105105105107",
                "30 56 93 09 02 59 04",
            })
    void leavesAloneWhatChecksByChance(String text) {
        assertThat(Detectors.find("see " + text + " there", EnumSet.of(Detector.CARD)))
                .as(text)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-15 [4111 1111 1111 1111] 12/27",
                "%B[4111111111111111]^LARSEN/MARIA^2512101",
                "[3782 822463 10005] 123",
                "row 17 [4111111111111111] 5",
            })
    void findsACardBesideOtherNumbers(String marked) {
        int from = marked.indexOf('[');
        int to = marked.indexOf(']') - 1;

        assertThat(find(marked.replace("[", "").replace("]", "")))
                .containsExactly(new Span(from, to, Detector.CARD));
    }

    @Test
    void theDigitsOfAnIbanAreNoCard() {
        String iban = "DE89 3704 0044 0532 0130 00";

        assertThat(find(iban)).containsExactly(new Span(0, iban.length(), Detector.IBAN));
        assertThat(Detectors.find(iban, EnumSet.of(Detector.CARD, Detector.PHONE))).isEmpty();
    }

    @Test
    void anIbanHasTheLengthOfItsCountryWhateverStandsBehindIt() {
        String iban = "DE89 3704 0044 0532 0130 00";
        for (String behind : List.of(" BIC COBADEFFXXX", " 10.01.2025", " was", ".2019", " 1234")) {
            assertThat(find(iban + behind))
                    .containsExactly(new Span(0, iban.length(), Detector.IBAN));
        }
    }

    static Stream<String> keys() {
        return Stream.of(
                "AKIA" + "Q3".repeat(8),
                "ASIA" + "Q3".repeat(8),
                "AIza" + "a-_1B".repeat(7),
                "ghp_" + "aB1".repeat(12),
                "gho_" + "aB1".repeat(12),
                "github_pat_" + "aB1_".repeat(20),
                "xoxb-" + "123456-".repeat(4) + "abc",
                "sk_live_" + "aB1".repeat(8),
                "glpat-" + "aB1-".repeat(5),
                "npm_" + "aB1".repeat(12),
                "SG." + "aB-_1234567".repeat(2) + "." + "aB1".repeat(14) + "x",
                "pypi-AgEIcHlwaS5vcmc" + "aB1".repeat(30),
                "123456789:AA" + "aB-".repeat(11),
                "AccountKey=" + "aB+/1234567".repeat(7) + "123456789" + "==",
                "https://hooks.slack.com/services/T"
                        + "A1".repeat(4)
                        + "/B12345678/"
                        + "aB1".repeat(8),
                "SK" + "a1".repeat(16),
                "dapi" + "a1".repeat(16),
                "glsa_" + "aB".repeat(16) + "_" + "a1".repeat(4),
                "dckr_pat_" + "aB1".repeat(9),
                "shpss_" + "a1".repeat(16),
                "GOCSPX-" + "aB-1".repeat(7),
                "ya29." + "aB-1".repeat(20),
                "NRAK-" + "AB1".repeat(9),
                "sq0csp-" + "aB-1".repeat(10) + "aB1",
                "xkeysib-" + "a1".repeat(32) + "-" + "aB".repeat(8),
                "sntrys_" + "aB1_".repeat(20),
                "r8_" + "aB1".repeat(12) + "a",
                "ATATT3xFfGF0" + "aB1_".repeat(15),
                "sbp_" + "a1".repeat(20),
                "ntn_" + "aB".repeat(23));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void findsKeysOfKnownServices(String key) {
        assertFound(key, Detector.API_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIA",
                "AKIAQ3Q3",
                "AKIAQ3Q3Q3Q3Q3Q3Q3Q3Q3Q3Q3",
                "ghp_short",
                "sk_live_",
                "task_live_aaaaaaaaaaaaaaaaaaaaa",
                "d41d8cd98f00b204e9800998ecf8427e",
                "eyJhbGciOiJub25lIn0",
                "eyJhbGciOiJub25lIn0.x.y",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----",
            })
    void leavesAloneWhatOnlyBeginsLikeASecret(String text) {
        assertThat(find("see " + text + " there")).isEmpty();
    }

    @Test
    void findsSignedAndEncryptedTokens() {
        assertFound("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", Detector.JWT);
        assertFound("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", Detector.JWT);
        assertFound("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..aXY.Y2lwaGVy.dGFn", Detector.JWT);
    }

    @Test
    void findsTokensWhoseHeaderWasWrittenWithSpaces() {
        for (String header : List.of("{\n  \"alg\": \"RS256\"\n}", "{ \"alg\": \"RS256\" }")) {
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8));
            assertFound(encoded + ".eyJzdWIiOiIxIn0.c2ln", Detector.JWT);
        }
    }

    @Test
    void aFullStopBehindATokenIsNoPartOfIt() {
        String token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";

        assertThat(find("It is " + token + ". Keep it."))
                .containsExactly(new Span(6, 6 + token.length(), Detector.JWT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY", "PGP PRIVATE KEY BLOCK"})
    void findsPrivateKeysFromBeginToEnd(String label) {
        assertFound(
                "-----BEGIN " + label + "-----\nTUlJ\nRXZR\n-----END " + label + "-----",
                Detector.PRIVATE_KEY);
    }

    @Test
    void aPrivateKeyThatIsCutOffReachesToTheEnd() {
        String text = "key: -----BEGIN PRIVATE KEY-----\nTUlJRXZR";

        assertThat(find(text)).containsExactly(new Span(5, text.length(), Detector.PRIVATE_KEY));
    }

    @Test
    void findsOnlyWhatIsAskedFor() {
        assertThat(Detectors.find("536-22-8726 and 86095742719", EnumSet.of(Detector.SSN)))
                .containsExactly(new Span(0, 11, Detector.SSN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+",
                "+1",
                "+49 1 ",
                "(2",
                "0171 ",
                "12 ",
                "536-22-",
                "1 ",
                "X1",
                "2A",
                "AKIA",
                "ghp_a",
                "sk_live_",
                "xoxb-1 ",
                "eyJ",
                "eyJ.",
                "eyJhbGciOiJ.",
                "eyJhbGciOiJ ",
                "-",
                "-----BEGIN ",
                "-----BEGIN PRIVATE KEY",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY----------END ",
                "-----BEGIN A-----",
                "@",
                "a@a.",
                "a%40",
                "4",
                "4111 ",
                "DE89",
                "DE89 3704 ",
                "1.",
                "12345678:AA",
                "ewo",
                "１",
                "\u2003",
            })
    void hostileTextTakesTimeInProportionToItsLength(String unit) {
        String text = unit.repeat(4_000_000 / unit.length());
        long start = System.nanoTime();

        find(text);

        assertThat(System.nanoTime() - start).as(unit).isLessThan(5_000_000_000L);
    }

    private static String key(long number) {
        return "%02d".formatted(97 - number % 97);
    }

    private static void assertFound(String value, Detector detector) {
        String before = "it is ";
        List<Span> expected =
                List.of(new Span(before.length(), before.length() + value.length(), detector));
        assertThat(find(before + value + " today")).isEqualTo(expected);
        assertThat(find(before + value + ", or")).isEqualTo(expected);
        assertThat(find(value)).hasSize(1);
    }

    private static List<Span> find(String text) {
        return Detectors.find(text, EnumSet.allOf(Detector.class));
    }
}
