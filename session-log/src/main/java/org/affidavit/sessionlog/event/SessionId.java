package org.affidavit.sessionlog.event;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Names one session for ever: 26 characters of Crockford base 32, in order of time (a ULID).
public record SessionId(String value) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;

    public SessionId {
        if (!isUlid(value)) {
            throw new IllegalArgumentException("Not a session id: a ULID has 26 characters");
        }
    }

    /// 26 digits are 130 bits, of which the first two are none.
    private static boolean isUlid(String text) {
        boolean is = text.length() == LENGTH && text.charAt(0) <= '7';
        for (int i = 0; is && i < LENGTH; i++) {
            is = ALPHABET.indexOf(text.charAt(i)) >= 0;
        }
        return is;
    }

    /// A new id: 48 bits of milliseconds and 80 random bits.
    public static SessionId at(Instant instant, RandomGenerator random) {
        var text = new StringBuilder(LENGTH);
        long millis = instant.toEpochMilli();
        for (int shift = 45; shift >= 0; shift -= 5) {
            text.append(ALPHABET.charAt((int) (millis >>> shift) & 31));
        }
        for (int i = 0; i < 16; i++) {
            text.append(ALPHABET.charAt(random.nextInt(32)));
        }
        return new SessionId(text.toString());
    }

    /// The id that has these [#bits].
    public static SessionId of(UUID bits) {
        var text = new StringBuilder(LENGTH);
        var left = new BigInteger(1, bytes(bits));
        for (int i = LENGTH - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(left.shiftRight(5 * i).intValue() & 31));
        }
        return new SessionId(text.toString());
    }

    private static byte[] bytes(UUID bits) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(bits.getMostSignificantBits())
                .putLong(bits.getLeastSignificantBits())
                .array();
    }

    /// The same as 128 bits: a third of the memory, for whoever has to remember very many.
    public UUID bits() {
        long high = 0;
        long low = 0;
        for (int i = 0; i < value.length(); i++) {
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | ALPHABET.indexOf(value.charAt(i));
        }
        return new UUID(high, low);
    }

    @Override
    public String toString() {
        return value;
    }
}
