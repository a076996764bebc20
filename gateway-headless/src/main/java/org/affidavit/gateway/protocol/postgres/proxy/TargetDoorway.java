package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.protocol.postgres.wire.FrameCutter;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Asks a target for TLS and insists on it, then makes room for frames.
final class TargetDoorway extends ChannelInboundHandlerAdapter {
    private final Connection connection;
    private final Optional<SslContext> tls;
    private final PostgresLimits limits;
    private final CompletableFuture<Link> connected;

    TargetDoorway(
            Connection connection,
            Optional<SslContext> tls,
            PostgresLimits limits,
            CompletableFuture<Link> connected) {
        this.connection = connection;
        this.tls = tls;
        this.limits = limits;
        this.connected = connected;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (tls.isEmpty()) {
            open(context);
            return;
        }
        ByteBuf request = context.alloc().buffer(8);
        StartupPacket.TlsRequest.write(request);
        context.writeAndFlush(request)
                .addListener(io.netty.channel.ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /// One byte is due and no more: what follows it in clear would be read as if it had come inside
    /// TLS.
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (message instanceof ByteBuf answer
                    && answer.readableBytes() == 1
                    && answer.readByte() == 'S'
                    && tls.isPresent()) {
                startTls(context, tls.get());
            } else {
                fail(context, "target-tls-refused", "does not offer TLS");
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void startTls(ChannelHandlerContext context, SslContext ssl) {
        SslHandler handler =
                ssl.newHandler(
                        context.alloc(),
                        connection.upstream().host(),
                        connection.upstream().port());
        handler.setHandshakeTimeoutMillis(limits.handshakeMax().toMillis());
        context.pipeline().addBefore(context.name(), PipelineLayout.TLS, handler);
        handler.handshakeFuture()
                .addListener(done -> {
                    if (done.isSuccess()) {
                        open(context);
                    } else {
                        fail(
                                context,
                                "target-tls-failed",
                                connection.tls().own().isPresent()
                                        ? "has a certificate that cannot be trusted, or does not"
                                                + " trust the gateway's"
                                        : "has a certificate that cannot be trusted");
                    }
                });
    }

    private void open(ChannelHandlerContext context) {
        var phases = new PhaseHandler(new DeafPhase());
        var link = new Link(context.channel(), phases);
        var cutter = new FrameCutter(FrameCutter.Sender.BACKEND, limits.targetMessageBytesMax());
        context.pipeline().addLast(PipelineLayout.FRAMES, new FrameDecoder(cutter));
        context.pipeline().addLast(PipelineLayout.PHASE, phases);
        context.pipeline().remove(this);
        connected.complete(link);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, "target-left", "closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, "target-failed", "broke the connection");
    }

    private void fail(ChannelHandlerContext context, String code, String what) {
        connected.completeExceptionally(
                new TargetRefusal(
                        TurnAway.target(
                                code,
                                "The target of resource " + connection.name() + " " + what,
                                "Ask the operator to check it with: affidavit connection test "
                                        + connection.name())));
        context.close().addListener(_ -> {});
    }
}
