package org.affidavit.sessionlog.anchor;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;

/// A witness's private key, Ed25519. Its text form never shows the private part.
///
/// Its file has two lines: the private key in the form of Go's `note` package,
/// `PRIVATE+KEY+name+id+base64(04 || seed)`, and the public one, a vkey.
public final class CosigningKey {
    private static final String MARK = "PRIVATE+KEY+";
    private static final int FILE_BYTES_MAX = 4 << 10;
    private static final int PUBLIC_BYTES = 32;

    private final PrivateKey key;
    private final Cosigner cosigner;

    private CosigningKey(PrivateKey key, Cosigner cosigner) {
        this.key = key;
        this.cosigner = cosigner;
    }

    /// Makes a new key and writes it, readable by the owner only. Never overwrites.
    ///
    /// @param name of the witness: a URL without scheme, such as witness.corp.example/w1
    public static CosigningKey create(Path file, String name) throws LogFailure {
        if (!CheckpointText.isOrigin(name)) {
            throw new LogFailure(
                    "A witness's name is a URL without scheme, such as witness.corp.example/w1: no"
                            + " spaces, no plus sign, at most 255 characters.");
        }
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] spki = pair.getPublic().getEncoded();
            byte[] open = Arrays.copyOfRange(spki, spki.length - PUBLIC_BYTES, spki.length);
            var made = new CosigningKey(pair.getPrivate(), Cosigner.of(name, open));
            made.write(file);
            return made;
        } catch (FileAlreadyExistsException e) {
            throw new LogFailure(
                    "A key already lies at "
                            + file
                            + ". It is never replaced; use it, or choose"
                            + " another folder.",
                    e);
        } catch (IOException | GeneralSecurityException e) {
            throw new LogFailure("No key could be written to " + file + ".", e);
        }
    }

    /// Loads a key written by [#create].
    public static CosigningKey load(Path file) throws LogFailure {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw noKey(file);
            }
            String[] lines = Files.readString(file, US_ASCII).split("\n", -1);
            if (lines.length != 3 || !lines[2].isEmpty()) {
                throw noKey(file);
            }
            Cosigner cosigner = Cosigner.parse(lines[1]);
            String begin = MARK + cosigner.name() + "+" + cosigner.id() + "+";
            if (!lines[0].startsWith(begin)) {
                throw noKey(file);
            }
            byte[] typed = Base64.getDecoder().decode(lines[0].substring(begin.length()));
            byte[] seed = Arrays.copyOfRange(typed, 1, typed.length);
            var loaded =
                    new CosigningKey(
                            KeyFactory.getInstance("Ed25519")
                                    .generatePrivate(
                                            new EdECPrivateKeySpec(
                                                    NamedParameterSpec.ED25519, seed)),
                            cosigner);
            loaded.checkHalvesFit(file);
            return loaded;
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            // The cause may quote the file: it stays out of the failure.
            throw noKey(file);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure("The witness's key " + file + " cannot be read.", e);
        }
    }

    private void checkHalvesFit(Path file) throws LogFailure {
        if (cosigner.cosigned("probe", cosign("probe", Instant.ofEpochSecond(1))).isEmpty()) {
            throw noKey(file);
        }
    }

    private static LogFailure noKey(Path file) {
        return new LogFailure(
                file
                        + " holds no key of a witness. Restore it; `affidavit witness init` makes"
                        + " one.");
    }

    /// The public half.
    public Cosigner cosigner() {
        return cosigner;
    }

    /// Cosigns a note's text.
    public SignedNote.Signature cosign(String text, Instant at) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(Cosigner.message(text, at.getEpochSecond()));
            byte[] signed = signature.sign();
            byte[] blob =
                    ByteBuffer.allocate(Long.BYTES + signed.length)
                            .putLong(at.getEpochSecond())
                            .put(signed)
                            .array();
            return new SignedNote.Signature(cosigner.name(), cosigner.id(), blob);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The platform cannot sign with its own key", e);
        }
    }

    @Override
    public String toString() {
        return "CosigningKey[" + cosigner.name() + " " + cosigner.id() + "]";
    }

    private void write(Path file) throws IOException {
        byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
        byte[] typed = ByteBuffer.allocate(seed.length + 1).put(Cosigner.TYPE).put(seed).array();
        String text =
                MARK
                        + cosigner.name()
                        + "+"
                        + cosigner.id()
                        + "+"
                        + Base64.getEncoder().encodeToString(typed)
                        + "\n"
                        + cosigner.vkey()
                        + "\n";
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        try (var channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly)) {
            var bytes = ByteBuffer.wrap(text.getBytes(US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
