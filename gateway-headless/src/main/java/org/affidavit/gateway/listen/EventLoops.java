package org.affidavit.gateway.listen;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that move bytes: epoll on Linux, NIO elsewhere. Never block one.
///
/// @param channel type of outgoing connections
/// @param serverChannel type of listening sockets
public record EventLoops(
        EventLoopGroup group,
        Class<? extends SocketChannel> channel,
        Class<? extends ServerChannel> serverChannel)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    /// As many threads as there are processors, at least two.
    public static EventLoops start() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        if (Epoll.isAvailable()) {
            return new EventLoops(
                    new MultiThreadIoEventLoopGroup(threads, EpollIoHandler.newFactory()),
                    EpollSocketChannel.class,
                    EpollServerSocketChannel.class);
        }
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory()),
                NioSocketChannel.class,
                NioServerSocketChannel.class);
    }

    /// Stops the threads; what they still carry is cut off.
    @Override
    public void close() {
        Future<?> stopped = group.shutdownGracefully(0, STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        if (!stopped.awaitUninterruptibly(2 * STOP_MAX.toMillis())) {
            LOG.warn("The network threads did not stop within {}", STOP_MAX.multipliedBy(2));
        }
    }
}
