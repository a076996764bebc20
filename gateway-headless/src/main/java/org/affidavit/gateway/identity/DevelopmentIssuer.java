package org.affidavit.gateway.identity;

import com.nimbusds.jose.jwk.ECKey;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.affidavit.gateway.config.ConfigInvalid;
import org.affidavit.gateway.config.GatewayConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small OIDC issuer over HTTPS, for evaluation only: discovery, keys and the client credentials
/// grant, so that a first try needs no identity provider.
public final class DevelopmentIssuer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevelopmentIssuer.class);
    private static final int BODY_BYTES_MAX = 8 * 1024;
    private static final int IDLE_SECONDS_MAX = 10;
    private static final int BACKLOG = 64;

    private final EventLoopGroup threads;
    private final Channel channel;
    private final URI issuer;

    private DevelopmentIssuer(EventLoopGroup threads, Channel channel, URI issuer) {
        this.threads = threads;
        this.channel = channel;
        this.issuer = issuer;
    }

    /// Starts to listen.
    ///
    /// @param tls the gateway's own certificate and key
    /// @throws ConfigInvalid if the file of clients is not valid
    /// @throws IOException if a file cannot be read or the address cannot be listened on
    public static DevelopmentIssuer start(
            GatewayConfig.DevelopmentIssuer settings, GatewayConfig.Tls tls, Clock clock)
            throws ConfigInvalid, IOException {
        DevelopmentClients clients = DevelopmentClients.read(settings.clients());
        ECKey key = DevelopmentKey.read(settings.key());
        SslContext ssl = ssl(tls);
        EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        AtomicReference<DevelopmentAnswers> answers = new AtomicReference<>();
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(threads)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childHandler(new Connections(ssl, answers))
                        .bind(settings.listen().host(), settings.listen().port())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(threads);
            throw new IOException(
                    "The development issuer cannot listen on "
                            + settings.listen().host()
                            + ":"
                            + settings.listen().port(),
                    bound.cause());
        }
        URI issuer = issuer(settings.listen(), bound.channel());
        answers.set(
                new DevelopmentAnswers(
                        issuer.toString(), key, clients, settings.tokenLife(), clock));
        LOG.warn("The development issuer listens on {}. {}", issuer, DevelopmentAnswers.NOTICE);
        return new DevelopmentIssuer(threads, bound.channel(), issuer);
    }

    /// Reads the files that it needs, and starts nothing.
    ///
    /// @throws ConfigInvalid if the file of clients is not valid
    /// @throws IOException if a secret or the key cannot be read
    public static void check(GatewayConfig.DevelopmentIssuer settings)
            throws ConfigInvalid, IOException {
        var _ = DevelopmentClients.read(settings.clients());
        var _ = DevelopmentKey.read(settings.key());
    }

    /// The issuer as its tokens name it.
    public URI issuer() {
        return issuer;
    }

    @Override
    public void close() {
        if (channel.isOpen()) {
            channel.close().syncUninterruptibly();
        }
        stop(threads);
    }

    private static void stop(EventLoopGroup threads) {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static URI issuer(GatewayConfig.Address listen, Channel channel) {
        int port = ((InetSocketAddress) channel.localAddress()).getPort();
        String host = listen.host().contains(":") ? "[" + listen.host() + "]" : listen.host();
        return URI.create("https://" + host + ":" + port);
    }

    private static SslContext ssl(GatewayConfig.Tls tls) throws IOException {
        try (InputStream certificate = Files.newInputStream(tls.certificate());
                InputStream key = Files.newInputStream(tls.key())) {
            return SslContextBuilder.forServer(certificate, key)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (NoSuchFileException e) {
            throw new IOException("The gateway's certificate or key is missing: " + e.getFile(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("The gateway's certificate or key is not PEM", e);
        }
    }

    private static final class Connections extends ChannelInitializer<Channel> {
        private final SslContext ssl;
        private final AtomicReference<DevelopmentAnswers> answers;

        Connections(SslContext ssl, AtomicReference<DevelopmentAnswers> answers) {
            this.ssl = ssl;
            this.answers = answers;
        }

        @Override
        protected void initChannel(Channel channel) {
            DevelopmentAnswers ready = answers.get();
            if (ready == null) {
                // Somebody came between bind and start; the next try works.
                channel.close().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                return;
            }
            channel.pipeline()
                    .addLast(new ReadTimeoutHandler(IDLE_SECONDS_MAX))
                    .addLast(ssl.newHandler(channel.alloc()))
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(BODY_BYTES_MAX))
                    .addLast(new DevelopmentRequests(ready));
        }
    }
}
