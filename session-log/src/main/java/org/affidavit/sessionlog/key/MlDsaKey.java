package org.affidavit.sessionlog.key;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.affidavit.sessionlog.note.CheckpointText;
import org.affidavit.sessionlog.note.SignedNote;
import org.affidavit.sessionlog.tree.TreeHash;

/// The second half of a log's key, which holds against a quantum computer: ML-DSA-44 (FIPS 204),
/// whose signatures are C2SP tlog-cosignatures of type 0x06.
///
/// The signed message is
///
/// ```
/// "subtree/v1" LF %x00           12 bytes
/// length(1) name                 the key's name
/// time(8)                        seconds since 1970, big endian
/// length(1) origin
/// start(8)=0 end(8)=size root(32)
/// ```
///
/// and a signature is the time, then the 2,420 bytes of ML-DSA.
///
/// @param name the key's name, equal to the log's origin
/// @param id the first four bytes of `SHA-256(name || 0x0A || 0x06 || key)`, lower-case hex
/// @param vkey the whole line
public record MlDsaKey(String name, String id, String vkey) {
    static final String ALGORITHM = "ML-DSA-44";
    static final byte TYPE = 0x06;

    private static final int KEY_BYTES = 1_312;
    private static final byte[] DOMAIN = "subtree/v1\n\0".getBytes(US_ASCII);

    /// What precedes the key in an X.509 SubjectPublicKeyInfo (RFC 9881).
    private static final byte[] SPKI_PREFIX =
            HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    /// @throws IllegalArgumentException if these are not the bytes of such a key
    static MlDsaKey of(String name, byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("The verifier key is of no known type");
        }
        String vkey = VerifierKey.line(name, TYPE, key);
        return new MlDsaKey(name, vkey.substring(name.length() + 1, name.length() + 9), vkey);
    }

    static MlDsaKey of(String name, PublicKey key) {
        byte[] spki = key.getEncoded();
        return of(name, Arrays.copyOfRange(spki, spki.length - KEY_BYTES, spki.length));
    }

    /// The key as the platform knows it.
    PublicKey publicKey() throws GeneralSecurityException {
        byte[] typed = Base64.getDecoder().decode(vkey.substring(name.length() + 10));
        byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + KEY_BYTES);
        System.arraycopy(typed, 1, spki, SPKI_PREFIX.length, KEY_BYTES);
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(spki));
    }

    SignedNote.Signature sign(CheckpointText checkpoint, PrivateKey key, Instant at)
            throws GeneralSecurityException {
        var signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key);
        long seconds = at.getEpochSecond();
        signature.update(message(checkpoint, seconds));
        byte[] signed = signature.sign();
        byte[] blob =
                ByteBuffer.allocate(Long.BYTES + signed.length)
                        .putLong(seconds)
                        .put(signed)
                        .array();
        return new SignedNote.Signature(name, id, blob);
    }

    /// Whether a signature of this name and id is genuine.
    boolean verifies(CheckpointText checkpoint, byte[] blob) {
        if (blob.length < Long.BYTES) {
            return false;
        }
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(publicKey());
            signature.update(message(checkpoint, ByteBuffer.wrap(blob).getLong()));
            return signature.verify(blob, Long.BYTES, blob.length - Long.BYTES);
        } catch (GeneralSecurityException e) {
            // Bytes that are no signature at all do not verify either.
            return false;
        }
    }

    private byte[] message(CheckpointText checkpoint, long seconds) {
        byte[] cosigner = name.getBytes(UTF_8);
        byte[] origin = checkpoint.origin().getBytes(UTF_8);
        return ByteBuffer.allocate(
                        DOMAIN.length
                                + 2
                                + cosigner.length
                                + origin.length
                                + 3 * Long.BYTES
                                + TreeHash.BYTES)
                .put(DOMAIN)
                .put((byte) cosigner.length)
                .put(cosigner)
                .putLong(seconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.size())
                .put(checkpoint.root())
                .array();
    }
}
