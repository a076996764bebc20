package org.affidavit.gateway.protocol.postgres.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.affidavit.gateway.config.GatewayConfig.Connection;
import org.affidavit.gateway.protocol.postgres.wire.StartupPacket;

/// Opens connections to targets, inside TLS where the configuration says so.
final class Targets {
    private static final WriteBufferWaterMark WRITE_BUFFER =
            new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final Class<? extends SocketChannel> channelType;
    private final Map<String, SslContext> tlsByConnection;
    private final PostgresLimits limits;

    /// @param tlsByConnection contexts by connection name; without one the target is called in
    ///   clear, which the configuration allows for loopback only
    Targets(
            Class<? extends SocketChannel> channelType,
            Map<String, SslContext> tlsByConnection,
            PostgresLimits limits) {
        this.channelType = channelType;
        this.tlsByConnection = Map.copyOf(tlsByConnection);
        this.limits = limits;
    }

    /// Connects, with TLS done. Fails with [TargetRefusal].
    CompletableFuture<Link> connect(Connection connection, EventLoop loop) {
        var connected = new CompletableFuture<Link>();
        var tls = Optional.ofNullable(tlsByConnection.get(connection.name()));
        var bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(channelType)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) limits.handshakeMax().toMillis())
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        PipelineLayout.DOORWAY,
                                                        new TargetDoorway(
                                                                connection,
                                                                tls,
                                                                limits,
                                                                connected));
                                    }
                                });
        bootstrap
                .connect(connection.upstream().host(), connection.upstream().port())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        connected.completeExceptionally(unreachable(connection));
                    }
                });
        return connected;
    }

    /// Asks a target to stop what a session runs. Completes when the target has closed the
    /// connection, which it does after it has signalled the session, or when that is hopeless.
    CompletableFuture<Void> cancel(
            Connection connection, EventLoop loop, StartupPacket.Cancel cancel) {
        var done = new CompletableFuture<Void>();
        var _ =
                connect(connection, loop)
                        .whenComplete((link, failure) -> {
                            if (link == null) {
                                done.complete(null);
                                return;
                            }
                            link.channel().closeFuture().addListener(_ -> done.complete(null));
                            link.become(new DeafPhase());
                            var bytes = link.allocator().buffer(16);
                            cancel.write(bytes);
                            link.write(bytes);
                            link.flush();
                        });
        return done;
    }

    private static TargetRefusal unreachable(Connection connection) {
        return new TargetRefusal(
                TurnAway.target(
                        "target-unreachable",
                        "The target of resource " + connection.name() + " cannot be reached",
                        "Ask the operator to check it with: affidavit connection test "
                                + connection.name()));
    }
}
