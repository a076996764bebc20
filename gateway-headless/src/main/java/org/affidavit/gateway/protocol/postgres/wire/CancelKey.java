package org.affidavit.gateway.protocol.postgres.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// What proves that whoever asks to cancel may. Two are compared in a time that says nothing.
public final class CancelKey {
    private static final int BYTES_MIN = 4;
    private static final int BYTES_MAX = 256;
    private static final int LONG_BYTES = 32;

    /// Of nothing.
    static final CancelKey NONE = new CancelKey(new byte[BYTES_MIN]);

    private final byte[] bytes;

    private CancelKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A key as PostgreSQL makes it: 32 bytes from protocol 3.2 on, 4 before.
    ///
    /// @param version protocol version, major in the upper 16 bits
    public static CancelKey random(int version, RandomGenerator random) {
        byte[] bytes = new byte[version >= StartupPacket.VERSION_3_2 ? LONG_BYTES : BYTES_MIN];
        random.nextBytes(bytes);
        return new CancelKey(bytes);
    }

    /// Reads whatever is left of a body.
    static CancelKey read(ByteBuf body, String what) {
        int length = body.readableBytes();
        Fields.need(body, BYTES_MIN, what);
        if (length > BYTES_MAX) {
            throw ProtocolViolation.tooMany("bytes in a cancel key", length, BYTES_MAX);
        }
        byte[] bytes = ByteBufUtil.getBytes(body);
        body.skipBytes(length);
        return new CancelKey(bytes);
    }

    void write(ByteBuf out) {
        out.writeBytes(bytes);
    }

    int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CancelKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// The key stays out of every text.
    @Override
    public String toString() {
        return "CancelKey[" + bytes.length + " bytes]";
    }
}
