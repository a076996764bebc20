package org.affidavit.gateway.witness;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.affidavit.gateway.config.GatewayConfig.Address;
import org.affidavit.sessionlog.anchor.AddCheckpoint;
import org.affidavit.sessionlog.anchor.Witness;

/// Serves a witness over HTTP. Every answer is signed or public, so it needs no TLS of its own;
/// where the way must be private, a proxy stands before it.
///
/// What strangers can make it hold is bounded: connections, the bytes and the time of each, and
/// requests that wait for the disk.
public final class WitnessServer implements AutoCloseable {
    private static final int LINE_BYTES_MAX = 1024;
    private static final int HEADER_BYTES_MAX = 8 * 1024;
    private static final int CONNECTIONS_MAX = 64;
    private static final int SECONDS_MAX = 10;

    private final EventLoopGroup loops;
    private final ExecutorService work;
    private final Channel channel;

    private WitnessServer(EventLoopGroup loops, ExecutorService work, Channel channel) {
        this.loops = loops;
        this.work = work;
        this.channel = channel;
    }

    /// Starts listening.
    ///
    /// @throws IOException if the port is taken
    public static WitnessServer start(Address listen, Witness witness) throws IOException {
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var work = oneAtATime();
        var open = new AtomicInteger();
        var bound =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel accepted) {
                                        layOut(accepted, open, new WitnessHandler(witness, work));
                                    }
                                })
                        .bind(listen.host(), listen.port())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            work.shutdownNow();
            var _ = loops.shutdownGracefully();
            throw new IOException(
                    "The witness cannot listen on " + listen.host() + ":" + listen.port() + ".",
                    bound.cause());
        }
        return new WitnessServer(loops, work, bound.channel());
    }

    private static ExecutorService oneAtATime() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(CONNECTIONS_MAX),
                Thread.ofPlatform().name("witness").factory());
    }

    private static void layOut(Channel accepted, AtomicInteger open, WitnessHandler handler) {
        if (open.incrementAndGet() > CONNECTIONS_MAX) {
            open.decrementAndGet();
            var _ = accepted.close();
            return;
        }
        var _ = accepted.closeFuture().addListener(_ -> open.decrementAndGet());
        Future<?> deadline =
                accepted.eventLoop()
                        .schedule(
                                () -> {
                                    var _ = accepted.close();
                                },
                                SECONDS_MAX,
                                TimeUnit.SECONDS);
        var _ = accepted.closeFuture().addListener(_ -> deadline.cancel(false));
        accepted.pipeline()
                .addLast(
                        "http",
                        new HttpServerCodec(LINE_BYTES_MAX, HEADER_BYTES_MAX, HEADER_BYTES_MAX))
                .addLast("body", new HttpObjectAggregator(AddCheckpoint.BYTES_MAX, true))
                .addLast("witness", handler);
    }

    /// The port it listens on.
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        work.shutdown();
    }
}
