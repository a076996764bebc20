package org.affidavit.endtoend.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.listen.EventLoops;
import org.affidavit.gateway.listen.Listener;

/// The floor for a gateway on Netty: ends TLS, and passes bytes on as they come. Knows of
/// PostgreSQL only that a client asks for TLS first.
final class BareRelay {
    private static final int TLS_REQUEST_BYTES = 8;

    private final SslContext tls;
    private final EventLoops loops;
    private final int target;

    private BareRelay(SslContext tls, EventLoops loops, int target) {
        this.tls = tls;
        this.loops = loops;
        this.target = target;
    }

    /// @param arguments port to listen on, port of the target, certificate, its key
    public static void main(String[] arguments) throws Exception {
        try (var certificate = Files.newInputStream(Path.of(arguments[2]));
                var key = Files.newInputStream(Path.of(arguments[3]))) {
            var relay =
                    new BareRelay(
                            SslContextBuilder.forServer(certificate, key).build(),
                            EventLoops.start(),
                            Integer.parseInt(arguments[1]));
            relay.listen(Integer.parseInt(arguments[0]));
        }
        Thread.currentThread().join();
    }

    private void listen(int port) throws IOException {
        Listener.start(
                loops,
                new Address("127.0.0.1", port),
                (agent, _) -> agent.pipeline().addLast(new TlsFirst()));
    }

    /// Answers the request for TLS, then connects to the target.
    private final class TlsFirst extends ChannelInboundHandlerAdapter {
        private int missing = TLS_REQUEST_BYTES;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var bytes = (ByteBuf) message;
            missing -= bytes.readableBytes();
            bytes.release();
            if (missing == 0) {
                Channel agent = context.channel();
                agent.config().setAutoRead(false);
                var _ = agent.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'S'}));
                agent.pipeline().addFirst(tls.newHandler(agent.alloc()));
                connect(agent);
                agent.pipeline().remove(this);
            }
        }

        private void connect(Channel agent) {
            new Bootstrap()
                    .group(agent.eventLoop())
                    .channel(loops.channel())
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(new Pass(agent))
                    .connect("127.0.0.1", target)
                    .addListener(connected -> {
                        if (connected.isSuccess()) {
                            Channel other = ((ChannelFuture) connected).channel();
                            agent.pipeline().addLast(new Pass(other));
                            agent.config().setAutoRead(true);
                        } else {
                            var _ = agent.close();
                        }
                    });
        }
    }

    /// Passes on what it reads, and stops reading while the other side takes no more.
    private static final class Pass extends ChannelInboundHandlerAdapter {
        private final Channel other;

        Pass(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            other.write(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            other.flush();
            context.channel().config().setAutoRead(other.isWritable());
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            other.config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            var _ = other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
