package org.affidavit.sessionlog.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.TreeHash;

/// The public key that checks a log's checkpoints: an Ed25519 key, and beside it an ML-DSA-44 key
/// if the log has one. Then a checkpoint needs both signatures, and whoever breaks or steals one of
/// the two keys cannot make one.
///
/// Each is a C2SP vkey, a line `name+hash+base64(type || key)`. The hash is the first four bytes of
/// `SHA-256(name || 0x0A || type || key)`; the type is 0x01 for Ed25519, and the key its 32 bytes.
///
/// @param name the key's name, equal to the log's origin
/// @param id four bytes of the Ed25519 line, lower-case hex
/// @param vkey the whole Ed25519 line
/// @param second the ML-DSA-44 key
public record VerifierKey(String name, String id, String vkey, Optional<MlDsaKey> second) {
    private static final byte ED25519 = 0x01;
    private static final int KEY_BYTES = 32;
    private static final int FILE_BYTES_MAX = 64 << 10;

    /// What precedes the 32 bytes in an X.509 SubjectPublicKeyInfo.
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /// What a key says of a note.
    public enum Opinion {
        /// It signed exactly this text.
        SIGNED,
        /// A signature claims to be of this key and is not.
        FORGED,
        /// Only one of the key's two halves signed.
        HALF,
        /// No signature claims to be of this key.
        SILENT
    }

    /// Reads the line of an Ed25519 key, or two lines: that and the ML-DSA-44 key of the same name.
    ///
    /// @throws IllegalArgumentException if a line is no vkey of these types, or its id does not
    ///   match
    public static VerifierKey parse(String text) {
        List<VerifierKey> keys = parseAll(text);
        if (keys.size() != 1) {
            throw new IllegalArgumentException("One verifier key is wanted, not " + keys.size());
        }
        return keys.getFirst();
    }

    /// Reads several, each as [#parse] does. Empty lines and such as begin with `#` are left out.
    private static List<VerifierKey> parseAll(String text) {
        var keys = new ArrayList<VerifierKey>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\+", 3);
            if (parts.length != 3 || !CheckpointText.isOrigin(parts[0])) {
                throw new IllegalArgumentException("A verifier key has the form name+id+base64");
            }
            byte[] typed = Base64.getDecoder().decode(parts[2]);
            byte[] key = Arrays.copyOfRange(typed, Math.min(1, typed.length), typed.length);
            if (typed.length == KEY_BYTES + 1 && typed[0] == ED25519) {
                keys.add(checked(of(parts[0], key), line));
            } else if (typed.length > 0 && typed[0] == MlDsaKey.TYPE && !keys.isEmpty()) {
                keys.add(keys.removeLast().with(MlDsaKey.of(parts[0], key), line));
            } else {
                throw new IllegalArgumentException("The verifier key is of no known type");
            }
        }
        return keys;
    }

    private static VerifierKey checked(VerifierKey key, String line) {
        if (!key.vkey.equals(line)) {
            throw new IllegalArgumentException("The verifier key's id does not match its bytes");
        }
        return key;
    }

    private VerifierKey with(MlDsaKey other, String line) {
        if (!other.vkey().equals(line)) {
            throw new IllegalArgumentException("The verifier key's id does not match its bytes");
        }
        if (second.isPresent() || !other.name().equals(name)) {
            throw new IllegalArgumentException(
                    "An ML-DSA-44 key follows the key that it is beside");
        }
        return new VerifierKey(name, id, vkey, Optional.of(other));
    }

    static VerifierKey of(String name, byte[] key) {
        String vkey = line(name, ED25519, key);
        String id = vkey.substring(name.length() + 1, name.length() + 9);
        return new VerifierKey(name, id, vkey, Optional.empty());
    }

    static VerifierKey of(String name, byte[] key, MlDsaKey second) {
        return of(name, key).with(second, second.vkey());
    }

    /// A vkey: name, id, type and key.
    static String line(String name, byte type, byte[] key) {
        byte[] typed = new byte[key.length + 1];
        typed[0] = type;
        System.arraycopy(key, 0, typed, 1, key.length);
        var digest = TreeHash.sha256();
        digest.update((name + "\n").getBytes(UTF_8));
        String id = HexFormat.of().formatHex(digest.digest(typed), 0, 4);
        return name + "+" + id + "+" + Base64.getEncoder().encodeToString(typed);
    }

    /// What stands in a key file: a line for each key.
    public String text() {
        return vkey + "\n" + second.map(key -> key.vkey() + "\n").orElse("");
    }

    /// Whether a checkpoint that this key vouches for is one that the other vouches for: they share
    /// the Ed25519 key, and the other asks for nothing more.
    public boolean satisfies(VerifierKey other) {
        return vkey.equals(other.vkey) && (other.second.isEmpty() || second.equals(other.second));
    }

    /// The key file that lies beside a log's folder, if there is one: `log.vkey`. A key that comes
    /// with the evidence proves nothing by itself; compare its line with one known from elsewhere.
    public static Optional<Path> beside(Path log) {
        Path file = log.toAbsolutePath().normalize().resolveSibling("log.vkey");
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /// Reads a file that holds one key.
    public static VerifierKey read(Path file) throws LogFailure {
        List<VerifierKey> keys = readAll(file);
        if (keys.size() != 1) {
            throw unreadable(file, new IllegalArgumentException("it holds " + keys.size()));
        }
        return keys.getFirst();
    }

    /// Reads a file that holds one key or several.
    public static List<VerifierKey> readAll(Path file) throws LogFailure {
        try {
            if (!Files.isRegularFile(file) && Files.exists(file)) {
                throw new LogFailure(file + " is no plain file.");
            }
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new LogFailure(file + " is too long for a verifier key.");
            }
            List<VerifierKey> keys = parseAll(Files.readString(file));
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("it is empty");
            }
            return keys;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw unreadable(file, e);
        } catch (LogFailure e) {
            throw e;
        } catch (IOException e) {
            throw new LogFailure(
                    "The verifier key " + file + " cannot be read, so nothing can be verified.", e);
        }
    }

    private static LogFailure unreadable(Path file, Exception why) {
        return new LogFailure(
                file
                        + " holds no verifier key: "
                        + why.getMessage()
                        + ". Get the log.vkey file from whoever runs the gateway.",
                why);
    }

    /// Writes the key to a new file, or leaves a file that already says the same.
    public void writeTo(Path file) throws LogFailure {
        try {
            if (Files.exists(file) && Files.readString(file).equals(text())) {
                return;
            }
            Files.writeString(file, text(), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new LogFailure(
                    "The verifier key cannot be written to "
                            + file
                            + "; a file that holds another key is never replaced.",
                    e);
        }
    }

    /// Checks a note's signatures against this key. If it has two halves, both must have signed.
    public Opinion opinion(SignedNote note) {
        Opinion first = opinion(note, id, signed -> verifies(note.text().getBytes(UTF_8), signed));
        if (second.isEmpty()) {
            return first;
        }
        MlDsaKey other = second.get();
        Opinion also = opinion(note, other.id(), signed -> verifies(other, note, signed));
        if (first == also) {
            return first;
        }
        return first == Opinion.FORGED || also == Opinion.FORGED ? Opinion.FORGED : Opinion.HALF;
    }

    private Opinion opinion(SignedNote note, String keyId, Predicate<byte[]> genuine) {
        var opinion = Opinion.SILENT;
        for (SignedNote.Signature signature : note.signatures()) {
            if (signature.name().equals(name) && signature.keyId().equals(keyId)) {
                if (!genuine.test(signature.bytes())) {
                    return Opinion.FORGED;
                }
                opinion = Opinion.SIGNED;
            }
        }
        return opinion;
    }

    private static boolean verifies(MlDsaKey key, SignedNote note, byte[] signed) {
        try {
            return key.verifies(CheckpointText.parse(note.text()), signed);
        } catch (ParseException e) {
            // Such keys sign checkpoints and nothing else.
            return false;
        }
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

    /// The Ed25519 key as the JDK knows it; its encoded form is an X.509 SubjectPublicKeyInfo.
    public PublicKey publicKey() throws GeneralSecurityException {
        byte[] typed = Base64.getDecoder().decode(vkey.split("\\+", 3)[2]);
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + KEY_BYTES);
        System.arraycopy(typed, 1, spki, SPKI_PREFIX.length, KEY_BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    }
}
