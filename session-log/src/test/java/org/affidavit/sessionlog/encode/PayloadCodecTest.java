package org.affidavit.sessionlog.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.WireFrame;
import org.affidavit.sessionlog.event.WireFrame.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCodecTest {
    @Test
    void isExactlyTheseBytes() throws Malformed {
        var payload =
                new Payload(
                        List.of(
                                new WireFrame(Direction.FROM_AGENT, 0, new byte[] {0x51}),
                                new WireFrame(Direction.TO_AGENT, 300, new byte[] {0x5A, 0x49})));
        byte[] bytes = PayloadCodec.write(payload);
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("02" + "00000151" + "01ac02025a49");
        assertThat(PayloadCodec.read(bytes)).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "0102000151",
                "0100000251",
                "01000001510a",
                "810000000151",
                "01008000000151",
                "ffffffffffffffffff7f",
                "0100ffffffffffffffffffff0151",
                "01000080808080080051"
            })
    void refusesEveryOtherForm(String hex) {
        assertThatThrownBy(() -> PayloadCodec.read(HexFormat.of().parseHex(hex)))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void refusesToBeLongerThanTheFormatAllows() {
        byte[] half = new byte[PayloadCodec.BYTES_MAX / 2];
        var frame = new WireFrame(Direction.TO_AGENT, 0, half);
        assertThatThrownBy(() -> PayloadCodec.write(new Payload(List.of(frame, frame))))
                .isInstanceOf(Malformed.class);
    }
}
