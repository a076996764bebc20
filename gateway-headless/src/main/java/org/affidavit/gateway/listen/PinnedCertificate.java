package org.affidavit.gateway.listen;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Believes exactly one server certificate, whatever names it carries: the one that the operator
/// saw when the connection was added.
public final class PinnedCertificate extends X509ExtendedTrustManager {
    private final X509Certificate pinned;

    public PinnedCertificate(X509Certificate pinned) {
        super();
        this.pinned = pinned;
    }

    /// @throws IOException if the file is missing or does not hold a certificate (PEM)
    public static PinnedCertificate read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new PinnedCertificate(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in));
        } catch (CertificateException unreadable) {
            throw new IOException("Not a PEM certificate: " + file, unreadable);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication)
            throws CertificateException {
        if (chain.length == 0 || !chain[0].equals(pinned)) {
            throw new CertificateException("The server shows another certificate than the pinned");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authentication);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authentication);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication)
            throws CertificateException {
        throw new CertificateException("Clients are not believed by a pinned certificate");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authentication);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authentication);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
