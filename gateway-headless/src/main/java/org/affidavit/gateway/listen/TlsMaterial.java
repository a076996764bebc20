package org.affidavit.gateway.listen;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.affidavit.gateway.config.GatewayConfig;

/// TLS from the operator's files, read once at start-up.
public final class TlsMaterial {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private TlsMaterial() {}

    /// The gateway's own side.
    ///
    /// @param protocol ALPN name of what is spoken inside, such as `postgresql`
    /// @throws IOException if a file is missing or is not the PEM it should be
    public static SslContext server(GatewayConfig.Tls tls, String protocol) throws IOException {
        try (var certificate = Files.newInputStream(tls.certificate());
                var key = Files.newInputStream(tls.key())) {
            return SslContextBuilder.forServer(certificate, key)
                    .sslProvider(SslProvider.JDK)
                    .protocols(VERSIONS)
                    .applicationProtocolConfig(
                            new ApplicationProtocolConfig(
                                    Protocol.ALPN,
                                    SelectorFailureBehavior.NO_ADVERTISE,
                                    SelectedListenerFailureBehavior.ACCEPT,
                                    protocol))
                    .build();
        } catch (IllegalArgumentException unreadable) {
            throw new IOException(
                    "Not a PEM certificate and key: " + tls.certificate() + ", " + tls.key(),
                    unreadable);
        }
    }

    /// The side towards a target: its certificate must lead to the CA and name the host called.
    ///
    /// @param ca the operator's CA; the platform's own ones if empty
    public static SslContext client(Optional<Path> ca) throws IOException {
        var builder =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.JDK)
                        .protocols(VERSIONS)
                        .endpointIdentificationAlgorithm("HTTPS");
        if (ca.isEmpty()) {
            return builder.build();
        }
        try (var certificates = Files.newInputStream(ca.get())) {
            return builder.trustManager(certificates).build();
        } catch (IllegalArgumentException unreadable) {
            throw new IOException("Not a PEM certificate: " + ca.get(), unreadable);
        }
    }
}
