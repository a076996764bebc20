package org.affidavit.sessionlog.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.affidavit.sessionlog.event.SessionId;

/// The key of one session's payloads: AES-256-GCM, fresh for each session and gone with it.
///
/// ```
/// sealed = number(8) ciphertext tag(16)
/// nonce  = %x00000000 number
/// aad    = "affidavit/payload/v1" %x00 session(26) number
/// ```
///
/// `number` counts the payloads sealed with the key, from 0: never twice the same, since a session
/// does not outlive the process that made its key.
public final class DataKey {
    static final int BYTES = 32;
    static final int EXTRA_BYTES = Long.BYTES + 16;

    private static final int TAG_BITS = 128;
    private static final byte[] CONTEXT = "affidavit/payload/v1\0".getBytes(US_ASCII);

    private final SecretKeySpec key;

    private DataKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "AES");
    }

    static DataKey fresh(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new DataKey(bytes);
    }

    /// Empty if these bytes are no key.
    static Optional<DataKey> of(byte[] bytes) {
        return bytes.length == BYTES ? Optional.of(new DataKey(bytes)) : Optional.empty();
    }

    byte[] bytes() {
        return key.getEncoded();
    }

    /// What [#seal] is given.
    static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException why) {
        return new IllegalStateException("Every Java platform has AES-256-GCM", why);
    }

    /// @param cipher to work with; keeps the key until it is used with another
    /// @param number never used with this key before
    byte[] seal(Cipher cipher, SessionId session, long number, byte[] plain) {
        var out = ByteBuffer.allocate(EXTRA_BYTES + plain.length).putLong(number);
        try {
            begin(cipher, Cipher.ENCRYPT_MODE, session, number);
            cipher.doFinal(ByteBuffer.wrap(plain), out);
            return out.array();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /// Empty if it was not sealed with this key, for this session, as it is now.
    Optional<byte[]> open(SessionId session, byte[] sealed) {
        if (sealed.length < EXTRA_BYTES) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(sealed);
        try {
            Cipher cipher = cipher();
            begin(cipher, Cipher.DECRYPT_MODE, session, in.getLong());
            return Optional.of(cipher.doFinal(sealed, in.position(), in.remaining()));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private void begin(Cipher cipher, int mode, SessionId session, long number)
            throws GeneralSecurityException {
        var nonce = ByteBuffer.allocate(12).putInt(0).putLong(number);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce.array()));
        cipher.updateAAD(CONTEXT);
        cipher.updateAAD(session.value().getBytes(US_ASCII));
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    @Override
    public String toString() {
        return "DataKey";
    }
}
