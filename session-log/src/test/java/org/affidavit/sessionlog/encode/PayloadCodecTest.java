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
        var units = PayloadCodec.write(payload, frame -> new int[] {1, frame.bytes().length - 1});
        assertThat(HexFormat.of().formatHex(units.bytes()))
                .isEqualTo("02" + "0000020100" + "01ac02020101" + "51" + "5a49");
        assertThat(units.units()).containsExactly(0, 12, 13, 13, 14, 15);
        assertThat(PayloadCodec.read(units.bytes())).isEqualTo(payload);
        assertThat(PayloadCodec.units(units.bytes()).units()).isEqualTo(units.units());
    }

    @Test
    void leavesFramesWholeThatWouldHaveTooManyPieces() throws Malformed {
        byte[] long1 = new byte[PayloadCodec.PIECES_MAX + 1];
        var payload = new Payload(List.of(new WireFrame(Direction.TO_AGENT, 0, long1)));
        var units =
                PayloadCodec.write(
                        payload,
                        frame -> {
                            int[] ones = new int[frame.bytes().length];
                            java.util.Arrays.fill(ones, 1);
                            return ones;
                        });
        assertThat(units.count()).isEqualTo(2);
        assertThat(PayloadCodec.read(units.bytes())).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "010300010151",
                "010000010251",
                "0100000051",
                "0100000101510a",
                "81000000010151",
                "0100800000010151",
                "ffffffffffffffffff7f",
                "0100ffffffffffffffffffff010151",
                "0100000180808080080051",
                "010000ffffff7f0151",
                "0100000101"
            })
    void refusesEveryOtherForm(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> PayloadCodec.read(bytes)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> PayloadCodec.units(bytes)).isInstanceOf(Malformed.class);
    }

    @Test
    void refusesToBeLongerThanTheFormatAllows() {
        byte[] half = new byte[PayloadCodec.BYTES_MAX / 2];
        var frame = new WireFrame(Direction.TO_AGENT, 0, half);
        assertThatThrownBy(() ->
                        PayloadCodec.write(
                                new Payload(List.of(frame, frame)), PayloadCodec.Cutter.NONE))
                .isInstanceOf(Malformed.class);
    }
}
