package org.affidavit.sessionlog.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.affidavit.sessionlog.LogFailure;

/// The file of a log's signing key: three PEM blocks, which are the Ed25519 private key, the
/// ML-DSA-44 private key (both PKCS#8) and the ML-DSA-44 public key, which the platform cannot
/// derive.
///
/// @param key the Ed25519 private key
/// @param second the ML-DSA-44 keys
record KeyFile(PrivateKey key, KeyPair second) {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final int FILE_BYTES_MAX = 32 << 10;

    /// @throws IllegalArgumentException if the file does not hold these blocks
    static KeyFile read(Path file) throws IOException, GeneralSecurityException {
        if (!Files.isRegularFile(file) && Files.exists(file)) {
            throw new LogFailure(file + " is no plain file.");
        }
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new LogFailure(file + " is too long for a signing key.");
        }
        List<byte[]> blocks = blocks(Files.readString(file, US_ASCII));
        var second = KeyFactory.getInstance(MlDsaKey.ALGORITHM);
        return new KeyFile(
                KeyFactory.getInstance("Ed25519")
                        .generatePrivate(new PKCS8EncodedKeySpec(blocks.get(0))),
                new KeyPair(
                        second.generatePublic(new X509EncodedKeySpec(blocks.get(2))),
                        second.generatePrivate(new PKCS8EncodedKeySpec(blocks.get(1)))));
    }

    private static List<byte[]> blocks(String pem) {
        var labels = new ArrayList<String>();
        var blocks = new ArrayList<byte[]>();
        for (Matcher block = BLOCK.matcher(pem); block.find(); ) {
            labels.add(block.group(1));
            blocks.add(Base64.getMimeDecoder().decode(block.group(2)));
        }
        if (!labels.equals(List.of(PRIVATE, PRIVATE, PUBLIC))) {
            throw new IllegalArgumentException("not the blocks of a signing key");
        }
        return blocks;
    }

    /// Writes a new file. Never overwrites.
    static void write(Path file, KeyPair key, KeyPair second) throws IOException {
        write(
                file,
                pem(PRIVATE, key.getPrivate())
                        + pem(PRIVATE, second.getPrivate())
                        + pem(PUBLIC, second.getPublic()));
    }

    private static String pem(String label, Key key) {
        String base64 =
                Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(key.getEncoded());
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static void write(Path file, String text) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (var channel = FileChannel.open(file, options, ownerOnly)) {
            var bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        forceName(file, posix);
    }

    /// A log whose key is lost in a power failure cannot go on.
    private static void forceName(Path file, boolean posix) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (posix && folder != null) {
            try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
