package org.affidavit.endtoend;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// A self-signed certificate for a database server on the loopback address.
final class ServerCertificate {
    private ServerCertificate() {}

    /// Writes `server.crt` and `server.key` (PEM) into a folder.
    static void write(Path folder, Clock clock) throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var keys = generator.generateKeyPair();
        var name = new X500Name("CN=127.0.0.1");
        var now = clock.instant();
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(64, new SecureRandom()),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(Duration.ofDays(30))),
                            name,
                            keys.getPublic());
            var names =
                    new GeneralNames(
                            new GeneralName[] {
                                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                                new GeneralName(GeneralName.dNSName, "localhost")
                            });
            builder.addExtension(Extension.subjectAlternativeName, false, names);
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            writePem(folder.resolve("server.crt"), builder.build(signer));
            writePem(
                    folder.resolve("server.key"),
                    new PemObject("PRIVATE KEY", keys.getPrivate().getEncoded()));
        } catch (OperatorCreationException problem) {
            throw new GeneralSecurityException(problem);
        }
    }

    private static void writePem(Path file, Object content) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = new JcaPEMWriter(Files.newBufferedWriter(file))) {
            out.writeObject(content);
        }
    }
}
