package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.affidavit.gateway.protocol.postgres.wire.Frame;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Hands everything that happens on a channel to the phase it is in.
final class PhaseHandler extends ChannelInboundHandlerAdapter {
    private Phase phase;

    PhaseHandler(Phase first) {
        this.phase = first;
    }

    void become(Phase next) {
        this.phase = next;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case Frame frame -> phase.frame(frame);
            case StartupPacket packet -> phase.packet(packet);
            default -> ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        phase.readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        phase.writability();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        phase.gone();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            phase.failed(handshake.cause());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        phase.failed(cause);
    }
}
