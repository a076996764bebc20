package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import org.affidavit.gateway.protocol.postgres.wire.ProtocolViolation;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// What may be said before TLS: ask for it, start it, or cancel. A session never starts in clear,
/// so no password is ever asked for in clear.
final class Doorway extends ByteToMessageDecoder {
    /// First byte of a TLS handshake record.
    private static final int TLS_HANDSHAKE = 0x16;

    private static final String ALPN = "postgresql";

    private final SslContext tls;
    private final PostgresLimits limits;

    Doorway(SslContext tls, PostgresLimits limits) {
        this.tls = tls;
        this.limits = limits;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.getUnsignedByte(in.readerIndex()) == TLS_HANDSHAKE) {
            startTls(context, true);
            return;
        }
        var packet =
                StartupPacket.next(in, limits.startupBytesMax(), limits.startupParametersMax());
        if (packet.isEmpty()) {
            return;
        }
        switch (packet.get()) {
            case StartupPacket.TlsRequest _ -> answerTlsRequest(context, in);
            case StartupPacket.GssRequest _ -> answer(context, 'N');
            case StartupPacket.Cancel cancel -> out.add(cancel);
            case StartupPacket.Startup startup -> out.add(startup);
        }
    }

    /// Bytes sent along with the request would be read as if they had come inside TLS: that is how
    /// commands are smuggled in by a man in the middle (CVE-2021-23222).
    private void answerTlsRequest(ChannelHandlerContext context, ByteBuf in) {
        if (in.isReadable()) {
            throw new ProtocolViolation(
                    ProtocolViolation.Reason.OUT_OF_ORDER, "Bytes in clear after a TLS request");
        }
        answer(context, 'S');
        startTls(context, false);
    }

    private static void answer(ChannelHandlerContext context, char letter) {
        context.writeAndFlush(context.alloc().buffer(1).writeByte(letter))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /// A client that starts TLS at once must name the protocol, so that a confused one of another
    /// protocol is turned away.
    private void startTls(ChannelHandlerContext context, boolean direct) {
        SslHandler handler = tls.newHandler(context.alloc());
        handler.setHandshakeTimeoutMillis(limits.handshakeMax().toMillis());
        if (direct) {
            handler.handshakeFuture()
                    .addListener(done -> {
                        if (done.isSuccess() && !ALPN.equals(handler.applicationProtocol())) {
                            handler.closeOutbound().addListener(ChannelFutureListener.CLOSE);
                        }
                    });
        }
        context.pipeline().addAfter(PipelineLayout.DOORWAY, PipelineLayout.TLS, handler);
        context.pipeline().remove(this);
    }
}
