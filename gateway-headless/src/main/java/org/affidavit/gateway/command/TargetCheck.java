package org.affidavit.gateway.command;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls;
import org.affidavit.gateway.config.GatewayConfig.UpstreamTls.OwnCertificate;
import org.affidavit.gateway.credential.Secret;
import org.affidavit.gateway.listen.PinnedCertificate;
import org.affidavit.gateway.listen.TlsMaterial;

/// Tries a target as the gateway would use it: resolve, connect, TLS, log in, ask its version.
///
/// @param mode how the target's certificate will be checked from now on
/// @param pin the certificate to pin, when the mode is pinned and none is kept yet
/// @param version what the server says it is
/// @param notice what the operator must know of the choice; may be empty
record TargetCheck(
        UpstreamTls.Mode mode, Optional<X509Certificate> pin, String version, String notice) {
    /// Tries a target with settings that are fixed already.
    static TargetCheck with(Target target, UpstreamTls tls, Secret password)
            throws CommandFailed, IOException {
        try (ProbeSocket socket = ProbeSocket.connect(target)) {
            if (tls.mode() == UpstreamTls.Mode.DISABLE) {
                return new TargetCheck(
                        tls.mode(), Optional.empty(), login(socket, target, password), "");
            }
            if (!socket.offersTls()) {
                throw noTls(target);
            }
            boolean pinned = tls.mode() == UpstreamTls.Mode.PINNED;
            SSLContext context =
                    tls.own().isPresent()
                            ? withOwnCertificate(tls)
                            : pinned ? pinned(tls) : trusted(tls.ca());
            try (ProbeSocket secure = socket.secure(target, context, !pinned)) {
                return new TargetCheck(
                        tls.mode(), Optional.empty(), login(secure, target, password), "");
            }
        } catch (EOFException | SocketTimeoutException _) {
            throw silent(target);
        }
    }

    /// Tries a target on this machine whose TLS the operator said nothing about, and chooses: the
    /// server's own certificate is pinned, and only a server without TLS is used without it.
    ///
    /// @param own what the gateway shows of its own
    static TargetCheck loopback(Target target, Optional<OwnCertificate> own, Secret password)
            throws CommandFailed, IOException {
        Optional<X509Certificate> shown;
        try (ProbeSocket socket = ProbeSocket.connect(target)) {
            shown = socket.offersTls() ? shown(socket, target) : Optional.empty();
        } catch (EOFException | SocketTimeoutException _) {
            throw silent(target);
        }
        if (shown.isEmpty() && (own.isPresent() || target.inClear())) {
            throw noTls(target);
        }
        if (shown.isEmpty()) {
            UpstreamTls none = new UpstreamTls(UpstreamTls.Mode.DISABLE, Optional.empty());
            return new TargetCheck(
                    UpstreamTls.Mode.DISABLE,
                    Optional.empty(),
                    with(target, none, password).version(),
                    "The target offers no TLS; it is on this machine, so the connection goes"
                            + " without.");
        }
        X509Certificate certificate = shown.get();
        try (ProbeSocket socket = ProbeSocket.connect(target)) {
            if (!socket.offersTls()) {
                throw noTls(target);
            }
            var pin = new PinnedCertificate(certificate);
            SSLContext context =
                    own.isPresent() ? usable(TlsMaterial.pinned(pin, own)) : context(pin);
            try (ProbeSocket secure = socket.secure(target, context, false)) {
                return new TargetCheck(
                        UpstreamTls.Mode.PINNED,
                        shown,
                        login(secure, target, password),
                        "The target's certificate is pinned, SHA-256 "
                                + LocalAuthority.fingerprint(certificate)
                                + ": only this one is accepted from now on.");
            }
        } catch (EOFException | SocketTimeoutException _) {
            throw silent(target);
        }
    }

    /// The certificate that a server shows. Nothing is sent to it: it is not believed yet.
    private static Optional<X509Certificate> shown(ProbeSocket socket, Target target)
            throws CommandFailed, IOException {
        Onlooker onlooker = new Onlooker();
        try (ProbeSocket secure = socket.secure(target, context(onlooker), false)) {
            return secure.certificate();
        }
    }

    private static String login(ProbeSocket socket, Target target, Secret password)
            throws CommandFailed, IOException {
        return new PostgresProbe(socket, target).login(password);
    }

    private static SSLContext trusted(Optional<Path> ca) throws IOException, CommandFailed {
        try {
            return ca.isPresent() ? TrustedHttp.trusting(ca.get()) : SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new IOException("This Java has no usable TLS", e);
        }
    }

    private static SSLContext withOwnCertificate(UpstreamTls tls) throws IOException {
        return usable(TlsMaterial.client(tls).orElseThrow());
    }

    private static SSLContext usable(SslContext context) throws IOException {
        if (context instanceof JdkSslContext usable) {
            return usable.context();
        }
        throw new IOException("This Java has no usable TLS");
    }

    private static SSLContext pinned(UpstreamTls tls) throws IOException {
        return context(PinnedCertificate.read(tls.ca().orElseThrow()));
    }

    private static SSLContext context(TrustManager trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, List.of(trust).toArray(TrustManager[]::new), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("This Java has no usable TLS", e);
        }
    }

    private static CommandFailed noTls(Target target) {
        return new CommandFailed(
                ExitCode.CANNOT_REACH,
                target.where() + " offers no TLS.",
                target.loopback()
                        ? "Turn it on at the target, or say that none is wanted on this machine:"
                                + " --upstream-tls disable"
                        : "Turn it on at the target: the gateway sends no password in the open.");
    }

    private static CommandFailed silent(Target target) {
        return new CommandFailed(
                ExitCode.CANNOT_REACH,
                target.where() + " takes the connection and then says nothing.",
                "Check that a PostgreSQL server listens there and lets this machine in.");
    }
}
