package org.affidavit.sessionlog.anchor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/// Files with the certificates of authorities, PEM or DER.
public final class Certificates {
    private Certificates() {}

    /// @throws IOException if the file cannot be read or holds none
    public static List<X509Certificate> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new IOException(file + " holds no certificate.");
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificate.", e);
        }
    }
}
