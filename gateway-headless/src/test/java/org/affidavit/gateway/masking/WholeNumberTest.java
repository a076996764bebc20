package org.affidavit.gateway.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.affidavit.gateway.masking.Masking.ResultColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeNumberTest {
    private static final int BIGINT = 20;
    private static final int NUMERIC = 1700;

    @ParameterizedTest
    @CsvSource({
        "4242424242424242,4242424242424242",
        "-4242424242424242,4242424242424242",
        "4242424242424242.10,4242424242424242",
        "0.5,0",
        "NaN,NaN"
    })
    void readsTheWholePartInTextFormat(String value, String digits) throws Exception {
        assertThat(WholeNumber.digits(column(NUMERIC, 0), value.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(digits);
    }

    @Test
    void readsABinaryBigint() throws Exception {
        byte[] value = ByteBuffer.allocate(8).putLong(4242424242424242L).array();

        assertThat(WholeNumber.digits(column(BIGINT, 1), value)).isEqualTo("4242424242424242");
    }

    @Test
    void readsTheGroupsOfABinaryNumericBeforeThePoint() throws Exception {
        assertThat(WholeNumber.digits(column(NUMERIC, 1), numeric(3, 4242, 4242, 4242, 4242, 5000)))
                .isEqualTo("4242424242424242");
        assertThat(WholeNumber.digits(column(NUMERIC, 1), numeric(2, 42, 42)))
                .isEqualTo("4200420000");
        assertThat(WholeNumber.digits(column(NUMERIC, 1), numeric(-1, 5000))).isEmpty();
        assertThat(WholeNumber.digits(column(NUMERIC, 1), numeric(30_000, 1))).isEmpty();
    }

    @Test
    void anUnknownFormIsWithheld() {
        assertThatThrownBy(() -> WholeNumber.digits(column(BIGINT, 1), new byte[7]))
                .isInstanceOf(MaskingFailure.class);
        assertThatThrownBy(() -> WholeNumber.digits(column(NUMERIC, 1), new byte[7]))
                .isInstanceOf(MaskingFailure.class);
        assertThatThrownBy(() ->
                        WholeNumber.digits(column(NUMERIC, 1), new byte[] {0, 9, 0, 0, 0, 0, 0, 0}))
                .isInstanceOf(MaskingFailure.class)
                .hasMessageContaining("amount");
    }

    private static byte[] numeric(int weight, int... groups) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 2 * groups.length);
        bytes.putShort((short) groups.length).putShort((short) weight).putInt(0);
        for (int group : groups) {
            bytes.putShort((short) group);
        }
        return bytes.array();
    }

    private static ResultColumn column(long type, int format) {
        return new ResultColumn("amount", 0, 0, type, format);
    }
}
