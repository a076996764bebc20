package org.affidavit.gateway.listen;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import org.affidavit.gateway.config.GatewayConfig.Address;

/// One listening socket. Every connection that comes in is handed to its protocol.
public final class Listener implements AutoCloseable {
    private static final WriteBufferWaterMark WRITE_BUFFER =
            new WriteBufferWaterMark(64 * 1024, 256 * 1024);
    private static final int BACKLOG = 1024;

    private final Channel channel;

    private Listener(Channel channel) {
        this.channel = channel;
    }

    /// Starts to listen. Not for event loop threads: waits until the port is bound.
    ///
    /// @param arrived hears of each new connection, on its event loop, with the address listened on
    /// @throws IOException if the port cannot be bound; the message names it
    public static Listener start(
            EventLoops loops, Address address, BiConsumer<Channel, Address> arrived)
            throws IOException {
        var bootstrap =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        arrived.accept(channel, address);
                                    }
                                });
        ChannelFuture bound = bootstrap.bind(address.host(), address.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "The gateway cannot listen for agents on "
                            + address.host()
                            + ":"
                            + address.port(),
                    bound.cause());
        }
        return new Listener(bound.channel());
    }

    /// Where it really listens; the port is known even if any free one was asked for.
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /// Takes no more connections. Those that exist go on.
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
