package org.affidavit.gateway.masking;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Values behind their lengths, as they stand in rows, arrays and composites; -1 is NULL.
final class LengthFirst {
    private static final int NULL = -1;

    private LengthFirst() {}

    /// The next value, empty inside if it is NULL; nothing at all if there is none.
    static Optional<Optional<byte[]>> read(ByteBuffer in) {
        if (in.remaining() < Integer.BYTES) {
            return Optional.empty();
        }
        int length = in.getInt();
        if (length == NULL) {
            return Optional.of(Optional.empty());
        }
        if (length < 0 || length > in.remaining()) {
            return Optional.empty();
        }
        byte[] value = new byte[length];
        in.get(value);
        return Optional.of(Optional.of(value));
    }

    /// @param head what stands before them
    static byte[] write(ByteBuffer head, List<Optional<byte[]>> values) {
        int length = head.remaining();
        for (Optional<byte[]> value : values) {
            length += Integer.BYTES + value.map(bytes -> bytes.length).orElse(0);
        }
        ByteBuffer out = ByteBuffer.allocate(length).put(head);
        values.forEach(value -> put(out, value));
        return out.array();
    }

    static void put(ByteBuffer out, Optional<byte[]> value) {
        value.ifPresentOrElse(bytes -> out.putInt(bytes.length).put(bytes), () -> out.putInt(NULL));
    }
}
