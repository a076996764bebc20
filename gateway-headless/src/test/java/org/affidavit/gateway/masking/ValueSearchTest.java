package org.affidavit.gateway.masking;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.affidavit.gateway.masking.Masking.Cell;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.affidavit.gateway.policy.MaskingRule;
import org.affidavit.gateway.policy.MaskingRule.Detector;
import org.affidavit.gateway.policy.MaskingRule.Keep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What comes in other forms than a server writes. Those are in the tests with a real one.
class ValueSearchTest {
    private static final List<Long> TYPES =
            List.of(0L, 17L, 20L, 25L, 114L, 142L, 1009L, 1016L, 1231L, 1700L, 199L);
    private static final List<Long> NESTED = List.of(2249L, 2287L, 3802L, 3807L, 99_999L);

    private final ValueSearch search =
            new ValueSearch(
                    new RuleMasking(
                            List.of(
                                    new MaskingRule(
                                            "found",
                                            "policy.yaml:1",
                                            "*",
                                            List.of(),
                                            List.of(),
                                            Set.of(Detector.EMAIL, Detector.CARD),
                                            Keep.NONE)),
                            Tokens.unknown()));

    private static ResultColumn column(long type, int format) {
        return new ResultColumn("it", 0, 0, type, format);
    }

    private Optional<String> masked(long type, int format, byte[] value) throws MaskingFailure {
        return search.search(column(type, format), value)
                .value()
                .map(bytes -> new String(bytes, ISO_8859_1));
    }

    @Test
    void whateverComesIsDeliveredMaskedOrWithheld() {
        var random = new SplittableRandom(4);
        byte[][] seeds = {
            array(25, "ada@example.com".getBytes(UTF_8), new byte[] {'x'}),
            array(20, ByteBuffer.allocate(8).putLong(4_242_424_242_424_242L).array()),
            record(2249, record(25, "ada@example.com".getBytes(UTF_8))),
            "{\"a\\\"\",{b},NULL,ada@example.com}".getBytes(UTF_8),
            "(1,\"a\"\"b\\\\\",,ada@example.com)".getBytes(UTF_8),
            "{\"a\": [1, \"ada\\u0040example.com\", {\"b\": null}]}".getBytes(UTF_8),
        };
        for (int round = 0; round < 60_000; round++) {
            byte[] value = mutated(seeds[random.nextInt(seeds.length)], random);
            List<Long> types = random.nextBoolean() ? TYPES : NESTED;
            ResultColumn column =
                    column(types.get(random.nextInt(types.size())), random.nextInt(2));
            try {
                Cell cell = search.search(column, value.clone());
                if (cell.rules().isEmpty()) {
                    assertThat(cell.value()).contains(value);
                }
            } catch (MaskingFailure e) {
                assertThat(e).hasMessageContaining("it");
            }
        }
    }

    private static byte[] mutated(byte[] seed, SplittableRandom random) {
        byte[] value = java.util.Arrays.copyOf(seed, random.nextInt(seed.length + 3));
        for (int change = random.nextInt(4); change > 0 && value.length > 0; change--) {
            value[random.nextInt(value.length)] =
                    random.nextBoolean()
                            ? (byte) random.nextInt(256)
                            : (byte) "{}()\",\\[]=\0\1".charAt(random.nextInt(12));
        }
        return value;
    }

    private static byte[] array(int type, byte[]... elements) {
        ByteBuffer out = ByteBuffer.allocate(1_000);
        out.putInt(1).putInt(0).putInt(type).putInt(elements.length).putInt(1);
        for (byte[] element : elements) {
            out.putInt(element.length).put(element);
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] record(int type, byte[] field) {
        return ByteBuffer.allocate(12 + field.length)
                .putInt(1)
                .putInt(type)
                .putInt(field.length)
                .put(field)
                .array();
    }

    @Test
    void levelsWithoutAnEndAreWithheld() {
        byte[] value = {'x'};
        for (int level = 0; level < 40; level++) {
            value = record(2249, value);
        }
        byte[] nested = value;
        assertThatThrownBy(() -> search.search(column(2249, 1), nested))
                .isInstanceOf(MaskingFailure.class)
                .hasMessageContaining("too many levels");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\", "\\u00", "&#", "&", "\\\\", "&#6", "\\u0040", "a\\n", "{\"", "(\""})
    void hostileEscapesTakeLinearTime(String unit) throws Exception {
        byte[] text = unit.repeat(2_000_000 / unit.length()).getBytes(UTF_8);
        long start = System.nanoTime();
        assertThat(search.search(column(25, 0), text).value()).isPresent();
        assertThat(System.nanoTime() - start).as(unit).isLessThan(5_000_000_000L);
    }

    @Test
    void anEscapeBesideAValueDoesNotHideIt() throws Exception {
        assertThat(masked(25, 0, "\\u0031ada@example.com\\n".getBytes(UTF_8)))
                .contains("[masked]\\n");
        assertThat(masked(25, 0, "to&#32;ada&commat;example.com!".getBytes(UTF_8)))
                .contains("to&#32;[masked]!");
    }

    @Test
    void aDocumentOfManyLevelsIsRead() throws Exception {
        String deep = "[".repeat(5_000) + "\"ada@example.com\"" + "]".repeat(5_000);
        assertThat(masked(114, 0, deep.getBytes(UTF_8)))
                .contains(deep.replace("ada@example.com", "[masked]"));
    }
}
