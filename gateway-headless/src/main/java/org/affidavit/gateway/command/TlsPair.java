package org.affidavit.gateway.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// A certificate and the private key that is said to be its own (PEM).
record TlsPair(Path certificate, Path key) {
    /// Whether what the key signs is what the certificate's key verifies. Without it every
    /// handshake fails, on the client's side and with words that blame nobody.
    boolean fits() throws IOException {
        try {
            PublicKey shown = publicKey();
            PrivateKey held = privateKey();
            String algorithm =
                    switch (shown.getAlgorithm()) {
                        case "EC" -> "SHA256withECDSA";
                        case "RSA" -> "SHA256withRSA";
                        default -> shown.getAlgorithm();
                    };
            return shown.getAlgorithm().equals(held.getAlgorithm())
                    && verifies(shown, held, algorithm);
        } catch (InvalidKeyException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " and " + key + " cannot be used for TLS.", e);
        }
    }

    private static boolean verifies(PublicKey shown, PrivateKey held, String algorithm)
            throws GeneralSecurityException {
        byte[] anything = {1};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(held);
        signing.update(anything);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(shown);
        verifying.update(anything);
        return verifying.verify(signature);
    }

    private PublicKey publicKey() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(certificate)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
        }
    }

    private PrivateKey privateKey() throws IOException {
        try (Reader text = Files.newBufferedReader(key);
                PEMParser parts = new PEMParser(text)) {
            for (Object part = parts.readObject(); part != null; part = parts.readObject()) {
                if (part instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (part instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        }
        throw new IOException(key + " holds no private key that is not encrypted.");
    }
}
