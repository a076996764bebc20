package org.affidavit.gateway.protocol.postgres.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.affidavit.gateway.protocol.postgres.wire.FrameCutter.Sender;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCutterTest {
    private final FrameCutter cutter = new FrameCutter(Sender.FRONTEND, 100);

    @Test
    void cutsOneFrameAndLeavesTheNext() {
        ByteBuf in = bytes("Q\0\0\0\6x\0S\0\0\0\4");
        Frame query = cutter.next(in).orElseThrow();
        assertThat(query.copyBytes()).isEqualTo(ByteBufs.of("Q\0\0\0\6x\0"));
        assertThat((char) query.type()).isEqualTo('Q');
        assertThat(query.body().readableBytes()).isEqualTo(2);
        assertThat(cutter.next(in).orElseThrow().length()).isEqualTo(5);
        assertThat(cutter.next(in)).isEmpty();
        query.release();
    }

    @Test
    void waitsForTheRestOfAFrame() {
        String whole = "Q\0\0\0\6x\0";
        for (int length = 0; length < whole.length(); length++) {
            ByteBuf in = bytes(whole.substring(0, length));
            assertThat(cutter.next(in)).isEqualTo(Optional.empty());
            assertThat(in.readableBytes()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 'Z', 'q', 127, 128, 255})
    void refusesTypesThatTheSenderDoesNotSend(int type) {
        ByteBuf in = Unpooled.buffer().writeByte(type).writeInt(4);
        assertThatThrownBy(() -> cutter.next(in))
                .isInstanceOfSatisfying(
                        ProtocolViolation.class,
                        violation -> assertThat(violation.reason()).isEqualTo(Reason.UNKNOWN_TYPE));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 3})
    void refusesImpossibleLengths(int length) {
        ByteBuf in = Unpooled.buffer().writeByte('Q').writeInt(length);
        assertThatThrownBy(() -> cutter.next(in)).isInstanceOf(ProtocolViolation.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {101, Integer.MAX_VALUE})
    void refusesOversizeFramesBeforeTheirBytesArrive(int length) {
        ByteBuf in = Unpooled.buffer().writeByte('Q').writeInt(length);
        assertThatThrownBy(() -> cutter.next(in))
                .hasMessageContaining(length + ", the limit is 100");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }
}
