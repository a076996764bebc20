package org.affidavit.sessionlog.anchor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.TreeHash;

/// The public key of a witness: the C2SP vkey `name+id+base64(04 || key)`, whose signature lines
/// are Ed25519 cosignatures (C2SP tlog-cosignature):
///
/// ```
/// line    = "— " name " " base64(id(4) || time(8) || signature(64)) LF
/// signed  = "cosignature/v1" LF "time " time LF note text
/// ```
///
/// @param name the witness's name
/// @param id first four bytes of `SHA-256(name || 0A || 04 || key)`, lower-case hex
/// @param vkey the whole line
public record Cosigner(String name, String id, String vkey) {
    static final byte TYPE = 0x04;
    private static final int KEY_BYTES = 32;
    private static final int BLOB_BYTES = Long.BYTES + 64;

    /// What precedes the 32 bytes in an X.509 SubjectPublicKeyInfo.
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /// @throws IllegalArgumentException if this is not the vkey of a witness or its id does not
    ///   match
    public static Cosigner parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3 || !CheckpointText.isOrigin(parts[0])) {
            throw new IllegalArgumentException("A witness's key has the form name+id+base64");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != KEY_BYTES + 1 || typed[0] != TYPE) {
            throw new IllegalArgumentException(
                    "This is no Ed25519 key of a witness, which would begin with a byte 04");
        }
        Cosigner cosigner = of(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!cosigner.vkey.equals(vkey)) {
            throw new IllegalArgumentException("The key's id does not match its bytes");
        }
        return cosigner;
    }

    static Cosigner of(String name, byte[] key) {
        byte[] typed = ByteBuffer.allocate(KEY_BYTES + 1).put(TYPE).put(key).array();
        var digest = TreeHash.sha256();
        digest.update((name + "\n").getBytes(UTF_8));
        String id = HexFormat.of().formatHex(digest.digest(typed), 0, 4);
        return new Cosigner(
                name, id, name + "+" + id + "+" + Base64.getEncoder().encodeToString(typed));
    }

    /// What is signed for one note at one time.
    ///
    /// @param seconds since 1970, UTC
    static byte[] message(String text, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(UTF_8);
    }

    /// Whether a signature line claims to be of this key.
    public boolean claims(SignedNote.Signature line) {
        return line.name().equals(name) && line.keyId().equals(id);
    }

    /// When this witness cosigned a text.
    ///
    /// @return empty if the line is not a genuine cosignature of exactly this text by this key
    public Optional<Instant> cosigned(String text, SignedNote.Signature line) {
        if (!claims(line) || line.bytes().length != BLOB_BYTES) {
            return Optional.empty();
        }
        var blob = ByteBuffer.wrap(line.bytes());
        long seconds = blob.getLong();
        byte[] signed = new byte[blob.remaining()];
        blob.get(signed);
        // Zero is no time, says the specification; and later ones than these are no instants.
        if (seconds <= 0 || seconds > Instant.MAX.getEpochSecond()) {
            return Optional.empty();
        }
        return verifies(message(text, seconds), signed)
                ? Optional.of(Instant.ofEpochSecond(seconds))
                : Optional.empty();
    }

    private boolean verifies(byte[] message, byte[] signed) {
        try {
            byte[] typed = Base64.getDecoder().decode(vkey.split("\\+", 3)[2]);
            byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + KEY_BYTES);
            System.arraycopy(typed, 1, spki, SPKI_PREFIX.length, KEY_BYTES);
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
