package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.affidavit.gateway.protocol.postgres.wire.FrameCutter;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Reads the one startup packet inside TLS, then makes room for the [FrameDecoder]. Until a session
/// begins that takes nothing longer than a token, because anybody may be sending.
final class StartupDecoder extends ByteToMessageDecoder {
    private final PostgresLimits limits;

    StartupDecoder(PostgresLimits limits) {
        this.limits = limits;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        var packet =
                StartupPacket.next(in, limits.startupBytesMax(), limits.startupParametersMax());
        if (packet.isPresent()) {
            out.add(packet.get());
            context.pipeline()
                    .replace(
                            this,
                            PipelineLayout.FRAMES,
                            new FrameDecoder(
                                    new FrameCutter(
                                            FrameCutter.Sender.FRONTEND, limits.tokenBytesMax())));
        }
    }
}
