package org.affidavit.gateway.protocol.postgres.proxy;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A CA and one server certificate, made for a test run.
record TestCertificates(Path ca, Path certificate, Path key) {
    static TestCertificates in(Path folder, String... hosts) throws Exception {
        KeyPair caKey = keys();
        // OpenSSL finds a CA by its name: two of one name are taken for each other.
        String name = "CN=CA of " + hosts[0];
        X509Certificate ca = sign(name, caKey, name, caKey, true);
        KeyPair serverKey = keys();
        X509Certificate server = sign("CN=" + hosts[0], serverKey, name, caKey, false, hosts);
        var files =
                new TestCertificates(
                        folder.resolve("ca.crt"),
                        folder.resolve("server.crt"),
                        folder.resolve("server.key"));
        Files.writeString(files.ca, pem(ca));
        Files.writeString(files.certificate, pem(server));
        Files.writeString(files.key, pem(new JcaPKCS8Generator(serverKey.getPrivate(), null)));
        Files.setPosixFilePermissions(files.key, PosixFilePermissions.fromString("rw-------"));
        return files;
    }

    private static KeyPair keys() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate sign(
            String subject,
            KeyPair key,
            String issuer,
            KeyPair issuerKey,
            boolean authority,
            String... hosts)
            throws Exception {
        Instant now = Instant.now();
        var builder =
                new JcaX509v3CertificateBuilder(
                        new X500Principal(issuer),
                        new BigInteger(64, new java.security.SecureRandom()),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        new X500Principal(subject),
                        key.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (hosts.length > 0) {
            var names = new GeneralName[hosts.length];
            for (int i = 0; i < hosts.length; i++) {
                boolean address = hosts[i].matches("[0-9.]+");
                names[i] =
                        new GeneralName(
                                address ? GeneralName.iPAddress : GeneralName.dNSName, hosts[i]);
            }
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(issuerKey.getPrivate())));
    }

    private static String pem(Object object) throws Exception {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
