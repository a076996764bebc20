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
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import org.affidavit.gateway.config.GatewayConfig;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls.OwnCertificate;

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

    /// The side towards a target. Verified: its certificate must lead to the CA (the platform's own
    /// ones if none is named) and name the host called. Pinned: it must be that very certificate.
    ///
    /// @return empty when the target is used without TLS
    /// @throws IOException if a file is missing or is not the PEM it should be
    public static Optional<SslContext> client(UpstreamTls tls) throws IOException {
        return switch (tls.mode()) {
            case DISABLE -> Optional.empty();
            case PINNED ->
                    Optional.of(pinned(PinnedCertificate.read(tls.ca().orElseThrow()), tls.own()));
            case VERIFY_FULL -> {
                var builder = showing(tls.own());
                builder.endpointIdentificationAlgorithm("HTTPS");
                yield Optional.of(
                        tls.ca().isEmpty() ? builder.build() : trusting(tls.ca().get(), builder));
            }
        };
    }

    /// The side towards a target that shows this very certificate.
    ///
    /// @param own what the gateway shows of its own
    public static SslContext pinned(PinnedCertificate pin, Optional<OwnCertificate> own)
            throws IOException {
        return showing(own).trustManager(pin).endpointIdentificationAlgorithm(null).build();
    }

    private static SslContextBuilder showing(Optional<OwnCertificate> own) throws IOException {
        var builder =
                SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols(VERSIONS);
        if (own.isPresent()) {
            show(own.get(), builder);
        }
        return builder;
    }

    private static void show(OwnCertificate own, SslContextBuilder builder) throws IOException {
        refuseOpen(own.key());
        try (var certificate = Files.newInputStream(own.certificate());
                var key = Files.newInputStream(own.key())) {
            builder.keyManager(certificate, key);
        } catch (IllegalArgumentException unreadable) {
            throw new IOException(
                    "Not a PEM certificate and key: " + own.certificate() + ", " + own.key(),
                    unreadable);
        }
    }

    /// Whoever can read it can log in to the target past the gateway.
    private static void refuseOpen(Path key) throws IOException {
        if (Files.getFileAttributeView(key, PosixFileAttributeView.class) != null
                && Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(
                    "The key "
                            + key
                            + " is open to others, and is not used. Run: chmod 600 "
                            + key);
        }
    }

    private static SslContext trusting(Path ca, SslContextBuilder builder) throws IOException {
        try (var certificates = Files.newInputStream(ca)) {
            return builder.trustManager(certificates).build();
        } catch (IllegalArgumentException unreadable) {
            throw new IOException("Not a PEM certificate: " + ca, unreadable);
        }
    }
}
