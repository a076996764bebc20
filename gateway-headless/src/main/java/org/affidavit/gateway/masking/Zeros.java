package org.affidavit.gateway.masking;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A value of a type that says nothing and that every client can parse: 0, false, the empty text,
/// midnight, the first of January 2000 (PostgreSQL's own zero of time), the nil UUID.
final class Zeros {
    private record Zero(String text, int binaryBytes) {}

    private Zeros() {}

    /// Empty if the type has none that is known.
    static Optional<byte[]> of(long typeOid, int format) {
        ValueKind kind = ValueKind.of(typeOid);
        if (kind == ValueKind.TEXT) {
            return Optional.of(new byte[0]);
        }
        if (kind == ValueKind.JSON || kind == ValueKind.JSONB) {
            boolean versioned = kind == ValueKind.JSONB && format == 1;
            return Optional.of(bytes(versioned ? "\u0001null" : "null"));
        }
        return zero(typeOid)
                .map(zero -> format == 0 ? bytes(zero.text()) : new byte[zero.binaryBytes()]);
    }

    private static Optional<Zero> zero(long typeOid) {
        return switch ((int) typeOid) {
            case 16 -> Optional.of(new Zero("f", 1));
            case 20 -> Optional.of(new Zero("0", 8));
            case 21 -> Optional.of(new Zero("0", 2));
            case 23, 26 -> Optional.of(new Zero("0", 4));
            case 700 -> Optional.of(new Zero("0", 4));
            case 701 -> Optional.of(new Zero("0", 8));
            // No digits, weight 0, positive, none behind the point.
            case 1700 -> Optional.of(new Zero("0", 8));
            case 17 -> Optional.of(new Zero("\\x", 0));
            case 1082 -> Optional.of(new Zero("2000-01-01", 4));
            case 1083 -> Optional.of(new Zero("00:00:00", 8));
            case 1114 -> Optional.of(new Zero("2000-01-01 00:00:00", 8));
            case 1184 -> Optional.of(new Zero("2000-01-01 00:00:00+00", 8));
            case 1186 -> Optional.of(new Zero("00:00:00", 16));
            case 1266 -> Optional.of(new Zero("00:00:00+00", 12));
            case 2950 -> Optional.of(new Zero("00000000-0000-0000-0000-000000000000", 16));
            default -> Optional.empty();
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
