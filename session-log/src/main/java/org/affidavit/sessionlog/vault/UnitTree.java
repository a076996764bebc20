package org.affidavit.sessionlog.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.affidavit.sessionlog.encode.PayloadCodec.Units;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;

/// The tree over the units of one payload, RFC 6962, so that some can be shown and the others
/// withheld.
///
/// ```
/// leaf i = SHA-256(%x00 "affidavit/unit/v1" %x00 salt(i) unit(i))
/// salt i = bytes 16i to 16i+15 of the AES-256-CTR key stream of the payload's seed, from counter 0
/// ```
///
/// Without its salt a unit that was withheld cannot be found by guessing. The salts of all units
/// come from one seed; `openssl enc -aes-256-ctr -K SEED -iv 0` makes them from zeros.
public final class UnitTree {
    /// Length of a seed, in bytes.
    public static final int SEED_BYTES = 32;

    /// Length of a salt, in bytes.
    public static final int SALT_BYTES = 16;

    private static final byte[] PREFIX = "\0affidavit/unit/v1\0".getBytes(US_ASCII);
    private static final int CHUNK_UNITS = 4096;

    private UnitTree() {}

    /// The root over all units.
    static byte[] root(byte[] seed, Units units) {
        return root(cipher(), seed, units);
    }

    /// The same.
    ///
    /// @param cipher to make the salts with; keeps the seed until it is used with another
    static byte[] root(Cipher cipher, byte[] seed, Units units) {
        var tree = new CompactRange();
        hashes(stream(cipher, seed), units, (_, hash) -> tree.append(hash));
        return tree.root();
    }

    /// Takes the hash of one unit.
    @FunctionalInterface
    interface HashSink {
        void take(int unit, byte[] hash);
    }

    static void hashes(byte[] seed, Units units, HashSink sink) {
        hashes(stream(cipher(), seed), units, sink);
    }

    private static void hashes(Cipher stream, Units units, HashSink sink) {
        var digest = TreeHash.sha256();
        byte[] zeros = new byte[Math.min(CHUNK_UNITS, units.count()) * SALT_BYTES];
        byte[] salts = new byte[0];
        for (int unit = 0; unit < units.count(); unit++) {
            int at = unit % CHUNK_UNITS;
            if (at == 0) {
                int ahead = Math.min(CHUNK_UNITS, units.count() - unit);
                salts = stream.update(zeros, 0, ahead * SALT_BYTES);
            }
            sink.take(unit, hash(digest, salts, at * SALT_BYTES, units.unit(unit)));
        }
    }

    /// The salt of one unit.
    static byte[] salt(byte[] seed, int unit) {
        var counter = ByteBuffer.allocate(16).putLong(0).putLong(unit);
        byte[] salt = stream(cipher(), seed, counter.array()).update(new byte[SALT_BYTES]);
        return Arrays.copyOf(salt, SALT_BYTES);
    }

    /// The leaf hash of one unit.
    static byte[] hash(byte[] salt, byte[] unit) {
        return hash(TreeHash.sha256(), salt, 0, ByteBuffer.wrap(unit));
    }

    private static byte[] hash(MessageDigest digest, byte[] salts, int at, ByteBuffer unit) {
        digest.update(PREFIX);
        digest.update(salts, at, SALT_BYTES);
        digest.update(unit);
        return digest.digest();
    }

    private static Cipher stream(Cipher cipher, byte[] seed) {
        return stream(cipher, seed, new byte[16]);
    }

    private static Cipher stream(Cipher cipher, byte[] seed, byte[] counter) {
        try {
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(seed, "AES"),
                    new IvParameterSpec(counter));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /// What salts are made with.
    static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException why) {
        return new IllegalStateException("Every Java platform has AES-256-CTR", why);
    }
}
