package org.affidavit.gateway.protocol.postgres.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.FrameCutter;
import org.affidavit.gateway.protocol.postgres.wire.FrameCutter.Sender;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.junit.jupiter.api.Test;

/// The stream is cut in the same places however it arrives.
class FrameDecoderTest {
    /// An extended query as pgjdbc sends it: Parse, Bind, Describe, Execute, Sync.
    private static final byte[] FRONTEND = stream();

    @Test
    void cutsTheSameFramesAtEverySplitPosition() {
        byte[] stream = FRONTEND;
        List<String> whole = feed(stream, stream.length);
        assertThat(whole)
                .extracting(frame -> frame.charAt(0))
                .containsExactly('P', 'B', 'D', 'E', 'S');
        for (int split = 1; split < stream.length; split++) {
            assertThat(feed(stream, split)).isEqualTo(whole);
        }
    }

    @Test
    void cutsTheSameFramesByteByByte() {
        byte[] stream = FRONTEND;
        var channel = channel();
        for (byte one : stream) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {one}));
        }
        assertThat(drain(channel)).isEqualTo(feed(stream, stream.length));
    }

    @Test
    void stopsAtTheFirstViolation() {
        var channel = channel();
        ByteBuf bad = Unpooled.copiedBuffer("S\0\0\0\4!", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> channel.writeInbound(bad)).isInstanceOf(ProtocolViolation.class);
        Frame sync = channel.readInbound();
        assertThat((char) sync.type()).isEqualTo('S');
        sync.release();
        assertThatThrownBy(channel::finish).isInstanceOf(ProtocolViolation.class);
    }

    private static List<String> feed(byte[] stream, int split) {
        var channel = channel();
        channel.writeInbound(Unpooled.copiedBuffer(stream, 0, split));
        channel.writeInbound(Unpooled.copiedBuffer(stream, split, stream.length - split));
        return drain(channel);
    }

    private static byte[] stream() {
        ByteBuf bytes = Unpooled.buffer();
        RawClient.put(
                bytes,
                'P',
                body -> {
                    RawClient.text(body, "s1", "SELECT $1::text");
                    body.writeShort(1).writeInt(25);
                });
        RawClient.put(
                bytes,
                'B',
                body -> {
                    RawClient.text(body, "", "s1");
                    body.writeShort(0).writeShort(1).writeInt(3);
                    body.writeBytes(new byte[] {1, 2, 3}).writeShort(0);
                });
        RawClient.put(bytes, 'D', body -> RawClient.text(body, "P"));
        RawClient.put(
                bytes,
                'E',
                body -> {
                    RawClient.text(body, "");
                    body.writeInt(0);
                });
        RawClient.put(bytes, 'S', _ -> {});
        return ByteBufUtil.getBytes(bytes);
    }

    private static EmbeddedChannel channel() {
        return new EmbeddedChannel(new FrameDecoder(new FrameCutter(Sender.FRONTEND, 1000)));
    }

    private static List<String> drain(EmbeddedChannel channel) {
        var frames = new ArrayList<String>();
        for (Frame frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(new String(frame.copyBytes(), StandardCharsets.ISO_8859_1));
            frame.release();
        }
        channel.finishAndReleaseAll();
        return frames;
    }
}
