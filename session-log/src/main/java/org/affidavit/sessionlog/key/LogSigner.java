package org.affidavit.sessionlog.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;

/// The gateway's signing key for checkpoints: Ed25519. Its text form never shows the private part.
public final class LogSigner {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int FILE_BYTES_MAX = 4 << 10;
    private static final int KEY_BYTES = 32;

    private final PrivateKey key;
    private final VerifierKey verifierKey;

    private LogSigner(KeyPair pair, String name) {
        this.key = pair.getPrivate();
        byte[] spki = pair.getPublic().getEncoded();
        this.verifierKey =
                VerifierKey.of(
                        name, Arrays.copyOfRange(spki, spki.length - KEY_BYTES, spki.length));
    }

    /// Makes a new key and writes it as PKCS#8 PEM, readable by the owner only. Never overwrites.
    public static LogSigner create(Path privateKey, String name) throws LogFailure {
        checkName(name);
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            write(privateKey, pem(pair.getPrivate()));
            return new LogSigner(pair, name);
        } catch (FileAlreadyExistsException e) {
            throw new LogFailure(
                    "A signing key already lies at "
                            + privateKey
                            + ". It is never replaced, because the log that it signed would lose"
                            + " its signer; load it, or choose another file.",
                    e);
        } catch (IOException | GeneralSecurityException e) {
            throw new LogFailure("No signing key could be written to " + privateKey + ".", e);
        }
    }

    /// Loads a key written by [#create].
    public static LogSigner load(Path privateKey, String name) throws LogFailure {
        checkName(name);
        try {
            if (!Files.isRegularFile(privateKey) && Files.exists(privateKey)) {
                throw new LogFailure(privateKey + " is no plain file.");
            }
            if (Files.size(privateKey) > FILE_BYTES_MAX) {
                throw new LogFailure(privateKey + " is too long for a signing key.");
            }
            return new LogSigner(pair(decode(Files.readString(privateKey, US_ASCII))), name);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // The cause may quote the file: it stays out of the failure.
            throw new LogFailure(
                    privateKey
                            + " holds no Ed25519 private key in PKCS#8 PEM, so no checkpoint can be"
                            + " signed. Restore the file, or begin a new log with a new key.");
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure(
                    "The signing key "
                            + privateKey
                            + " cannot be read, so no checkpoint can be signed. Restore the file or"
                            + " its permissions.",
                    e);
        }
    }

    /// The public half.
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /// Signs a checkpoint.
    public SignedNote sign(CheckpointText checkpoint) {
        String text = checkpoint.format();
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(text.getBytes(UTF_8));
            return new SignedNote(
                    text,
                    List.of(
                            new SignedNote.Signature(
                                    verifierKey.name(), verifierKey.id(), signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The platform cannot sign with its own key", e);
        }
    }

    @Override
    public String toString() {
        return "LogSigner[" + verifierKey.name() + " " + verifierKey.id() + "]";
    }

    private static void checkName(String name) throws LogFailure {
        if (!CheckpointText.isOrigin(name)) {
            throw new LogFailure(
                    "A log's name is a URL without scheme, such as gw.corp.example/affidavit: no"
                            + " spaces, no plus sign, at most 255 characters.");
        }
    }

    private static String pem(PrivateKey key) {
        var base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));
        return BEGIN + "\n" + base64.encodeToString(key.getEncoded()) + "\n" + END + "\n";
    }

    private static PrivateKey decode(String pem) throws GeneralSecurityException {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("no PEM block");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /// The JDK gives no public key for a private one. Its generator makes a pair from 32 random
    /// bytes, which are the private key: given those, it makes the same pair again.
    private static KeyPair pair(PrivateKey key) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
        var generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new GivenBytes(seed));
        KeyPair pair = generator.generateKeyPair();
        PublicKey derived = pair.getPublic();
        if (!Arrays.equals(pair.getPrivate().getEncoded(), key.getEncoded())) {
            throw new GeneralSecurityException("The public key cannot be derived");
        }
        return new KeyPair(derived, key);
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

    /// Hands out the bytes that it was given, once.
    private static final class GivenBytes extends SecureRandom {
        @java.io.Serial private static final long serialVersionUID = 1;

        private final byte[] given;

        GivenBytes(byte[] given) {
            this.given = given.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != given.length) {
                throw new IllegalStateException("The generator asks for other bytes than a seed");
            }
            System.arraycopy(given, 0, bytes, 0, bytes.length);
        }
    }
}
