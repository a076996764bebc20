package org.affidavit.gateway.masking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Stand-ins that are equal where the values are, so that what was joined by a value can be joined
/// by its token: HMAC-SHA-256 under the gateway's key, over the rule's id, a zero byte and the
/// value. Who has no key cannot tell the value of a token by trying.
public final class Tokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int TOKEN_BYTES = 16;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 1L << 63;

    private final SecretKeySpec key;

    /// @param key 32 bytes that nobody else knows
    public Tokens(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A key of " + key.length + " bytes");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// Under a key that nobody will ever know, where no rule asks for tokens.
    static Tokens unknown() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new Tokens(key);
    }

    /// 128 bits in hexadecimal digits behind `tok_`.
    String text(String rule, String value) {
        byte[] mac = mac(rule, value.getBytes(StandardCharsets.UTF_8));
        return "tok_" + HexFormat.of().formatHex(mac, 0, TOKEN_BYTES);
    }

    /// A UUID of version 8 (RFC 9562), which says that its bits are its maker's.
    UUID uuid(String rule, UUID value) {
        var bytes = ByteBuffer.allocate(TOKEN_BYTES);
        bytes.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
        var mac = ByteBuffer.wrap(Arrays.copyOf(mac(rule, bytes.array()), TOKEN_BYTES));
        long most = (mac.getLong() & ~0xF000L) | VERSION_8;
        long least = (mac.getLong() & ~(3L << 62)) | VARIANT;
        return new UUID(most, least);
    }

    private byte[] mac(String rule, byte[] value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(rule.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(value);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
        }
    }
}
