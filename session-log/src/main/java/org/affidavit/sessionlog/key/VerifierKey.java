package org.affidavit.sessionlog.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.TreeHash;

/// A public key that checks checkpoints: the C2SP vkey `name+hash+base64(type || key)`.
///
/// The id is the first four bytes of `SHA-256(name || 0x0A || type || key)`; the type is 0x01,
/// Ed25519, and the key its 32 bytes.
///
/// @param name the key's name, equal to the log's origin
/// @param id four bytes, lower-case hex
/// @param vkey the whole line
public record VerifierKey(String name, String id, String vkey) {
    private static final byte ED25519 = 0x01;
    private static final int KEY_BYTES = 32;
    private static final int LINE_BYTES_MAX = 1 << 10;

    /// What precedes the 32 bytes in an X.509 SubjectPublicKeyInfo.
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /// What a key says of a note.
    public enum Opinion {
        /// It signed exactly this text.
        SIGNED,
        /// A signature claims to be of this key and is not.
        FORGED,
        /// No signature claims to be of this key.
        SILENT
    }

    /// @throws IllegalArgumentException if this is not a vkey of a known type or its id does not
    ///   match
    public static VerifierKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3 || !CheckpointText.isOrigin(parts[0])) {
            throw new IllegalArgumentException("A verifier key has the form name+id+base64");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != KEY_BYTES + 1 || typed[0] != ED25519) {
            throw new IllegalArgumentException("The verifier key is of no known type");
        }
        VerifierKey key = of(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.vkey.equals(vkey)) {
            throw new IllegalArgumentException("The verifier key's id does not match its bytes");
        }
        return key;
    }

    static VerifierKey of(String name, byte[] key) {
        byte[] typed = new byte[KEY_BYTES + 1];
        typed[0] = ED25519;
        System.arraycopy(key, 0, typed, 1, KEY_BYTES);
        var digest = TreeHash.sha256();
        digest.update((name + "\n").getBytes(UTF_8));
        String id = HexFormat.of().formatHex(digest.digest(typed), 0, 4);
        return new VerifierKey(
                name, id, name + "+" + id + "+" + Base64.getEncoder().encodeToString(typed));
    }

    /// The key file that lies beside a log's folder, if there is one: `log.vkey`. A key that comes
    /// with the evidence proves nothing by itself; compare its line with one known from elsewhere.
    public static Optional<Path> beside(Path log) {
        Path file = log.toAbsolutePath().normalize().resolveSibling("log.vkey");
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /// Reads a file that holds one vkey line.
    public static VerifierKey read(Path file) throws LogFailure {
        try {
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                throw new LogFailure(file + " is no plain file.");
            }
            if (Files.size(file) > LINE_BYTES_MAX) {
                throw new LogFailure(file + " is too long for a verifier key.");
            }
            return parse(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new LogFailure(
                    file
                            + " holds no verifier key: "
                            + e.getMessage()
                            + ". Get the log.vkey file from whoever runs the gateway.",
                    e);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure(
                    "The verifier key " + file + " cannot be read, so nothing can be verified.", e);
        }
    }

    /// Writes the vkey line to a new file, or leaves a file that already says the same.
    public void writeTo(Path file) throws LogFailure {
        try {
            if (Files.exists(file) && Files.readString(file).equals(vkey + "\n")) {
                return;
            }
            Files.writeString(file, vkey + "\n", StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new LogFailure(
                    "The verifier key cannot be written to "
                            + file
                            + "; a file that holds another key is never replaced.",
                    e);
        }
    }

    /// Checks a note's signatures against this key.
    public Opinion opinion(SignedNote note) {
        var opinion = Opinion.SILENT;
        for (SignedNote.Signature signature : note.signatures()) {
            if (signature.name().equals(name) && signature.keyId().equals(id)) {
                if (!verifies(note.text().getBytes(UTF_8), signature.bytes())) {
                    return Opinion.FORGED;
                }
                opinion = Opinion.SIGNED;
            }
        }
        return opinion;
    }

    private boolean verifies(byte[] text, byte[] signed) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(publicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // Bytes that are no signature at all (wrong length, no point of the curve) do not
            // verify.
            return false;
        }
    }

    /// The key as the JDK knows it; its encoded form is an X.509 SubjectPublicKeyInfo.
    public PublicKey publicKey() throws GeneralSecurityException {
        byte[] typed = Base64.getDecoder().decode(vkey.split("\\+", 3)[2]);
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + KEY_BYTES);
        System.arraycopy(typed, 1, spki, SPKI_PREFIX.length, KEY_BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    }
}
