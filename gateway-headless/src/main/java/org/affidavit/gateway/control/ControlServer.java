package org.affidavit.gateway.control;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.gateway.config.GatewayConfig.Tls;

/// Serves the control API over HTTPS.
public final class ControlServer implements AutoCloseable {
    private static final int LINE_BYTES_MAX = 4 * 1024;
    private static final int HEADER_BYTES_MAX = 32 * 1024;
    private static final int CHUNK_BYTES_MAX = 8 * 1024;
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final int REQUEST_SECONDS_MAX = 30;

    private final EventLoopGroup loops;
    private final Channel channel;

    private ControlServer(EventLoopGroup loops, Channel channel) {
        this.loops = loops;
        this.channel = channel;
    }

    /// Starts listening.
    ///
    /// @throws IOException if the certificate cannot be used or the port is taken
    public static ControlServer start(Address listen, Tls tls, ControlApi api) throws IOException {
        SslContext context = context(tls);
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(
                                        EventStream.UNREAD_BYTES_MAX / 2,
                                        EventStream.UNREAD_BYTES_MAX))
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel accepted) {
                                        layOut(accepted, context, api);
                                    }
                                })
                        .bind(listen.host(), listen.port())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var _ = loops.shutdownGracefully();
            throw new IOException(
                    "The control API cannot listen on " + listen.host() + ":" + listen.port(),
                    bound.cause());
        }
        return new ControlServer(loops, bound.channel());
    }

    private static void layOut(Channel accepted, SslContext context, ControlApi api) {
        accepted.pipeline()
                .addLast("tls", context.newHandler(accepted.alloc()))
                .addLast("time-limit", new RequestDeadline(REQUEST_SECONDS_MAX))
                .addLast(
                        "http",
                        new HttpServerCodec(LINE_BYTES_MAX, HEADER_BYTES_MAX, CHUNK_BYTES_MAX))
                .addLast("body", new BodyLimit(BODY_BYTES_MAX))
                .addLast("control", new ControlHandler(api));
    }

    private static SslContext context(Tls tls) throws IOException {
        try (var certificate = Files.newInputStream(tls.certificate());
                var key = Files.newInputStream(tls.key())) {
            return SslContextBuilder.forServer(certificate, key)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The certificate "
                            + tls.certificate()
                            + " or its key "
                            + tls.key()
                            + " cannot be used",
                    e);
        }
    }

    /// The port it listens on.
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
