package org.affidavit.gateway.command;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// A certificate authority of the gateway's own, and the server certificate that it signs: ECDSA
/// P-256.
final class LocalAuthority {
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration SERVER_LIFE = Duration.ofDays(825);

    /// Clocks of clients may run a little behind.
    private static final Duration SKEW = Duration.ofHours(1);

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final SecureRandom random = new SecureRandom();
    private final Instant now;
    private final KeyPair keys;
    private final X500Name name;
    private final X509Certificate certificate;

    /// Makes a new authority for a gateway.
    LocalAuthority(String gateway, Clock clock) throws GeneralSecurityException {
        now = clock.instant();
        keys = newKeys();
        name =
                new X500NameBuilder()
                        .addRDN(BCStyle.O, "Affidavit local authority")
                        .addRDN(BCStyle.CN, gateway)
                        .build();
        certificate = certificate(name, keys, AUTHORITY_LIFE, this::authority);
    }

    /// A certificate with its private key.
    record Identity(X509Certificate certificate, KeyPair keys) {
        String certificatePem() {
            return pem(certificate);
        }

        String keyPem() {
            return pem(new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded()));
        }

        /// SHA-256 over the certificate, as browsers and openssl print it.
        String fingerprint() {
            return LocalAuthority.fingerprint(certificate);
        }
    }

    Identity itself() {
        return new Identity(certificate, keys);
    }

    /// A server certificate for a name, and for this machine itself.
    Identity server(String host) throws GeneralSecurityException {
        KeyPair serverKeys = newKeys();
        X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, host).build();
        return new Identity(
                certificate(
                        subject,
                        serverKeys,
                        SERVER_LIFE,
                        (builder, extensions) -> {
                            builder.addExtension(
                                    Extension.basicConstraints, true, new BasicConstraints(false));
                            builder.addExtension(
                                    Extension.keyUsage,
                                    true,
                                    new KeyUsage(KeyUsage.digitalSignature));
                            builder.addExtension(
                                    Extension.extendedKeyUsage,
                                    false,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                            builder.addExtension(
                                    Extension.subjectAlternativeName, false, names(host));
                            builder.addExtension(
                                    Extension.authorityKeyIdentifier,
                                    false,
                                    extensions.createAuthorityKeyIdentifier(keys.getPublic()));
                        }),
                serverKeys);
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate that was read has an encoding", e);
        }
    }

    /// A certificate in PEM.
    static String pem(Object content) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(text)) {
            out.writeObject(content);
        } catch (IOException e) {
            throw new IllegalStateException("Memory does not fail to be written", e);
        }
        return text.toString();
    }

    private void authority(JcaX509v3CertificateBuilder builder, JcaX509ExtensionUtils extensions)
            throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                extensions.createSubjectKeyIdentifier(keys.getPublic()));
    }

    private static GeneralNames names(String host) {
        var names = new LinkedHashSet<>(List.of(host, "localhost", "127.0.0.1"));
        return new GeneralNames(
                names.stream().map(LocalAuthority::name).toArray(GeneralName[]::new));
    }

    private static GeneralName name(String host) {
        boolean address = ADDRESS.matcher(host).matches();
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private X509Certificate certificate(
            X500Name subject, KeyPair subjectKeys, Duration life, Extensions extensions)
            throws GeneralSecurityException {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(159, random).setBit(158),
                            Date.from(now.minus(SKEW)),
                            Date.from(now.plus(life)),
                            subject,
                            subjectKeys.getPublic());
            extensions.addTo(builder, new JcaX509ExtensionUtils());
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertIOException | OperatorCreationException e) {
            throw new GeneralSecurityException("The certificate cannot be made", e);
        }
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /// Adds what makes a certificate what it is.
    @FunctionalInterface
    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder, JcaX509ExtensionUtils utilities)
                throws CertIOException;
    }
}
