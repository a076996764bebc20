package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.affidavit.gateway.protocol.postgres.wire.FrameCutter;

/// Turns a byte stream into frames.
final class FrameDecoder extends ByteToMessageDecoder {
    private final FrameCutter cutter;

    FrameDecoder(FrameCutter cutter) {
        this.cutter = cutter;
    }

    /// From the next message on, takes messages of this length.
    void accept(int messageBytesMax) {
        cutter.accept(messageBytesMax);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        cutter.next(in).ifPresent(out::add);
    }
}
