package org.affidavit.sessionlog.vault;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionId;

/// A payload that was opened: the seed of its salts, and all of its bytes.
///
/// ```
/// opened = seed(32) payload            payload: see encode.PayloadCodec
/// ```
///
/// Whoever has these bytes can compute the root that the record commits to, and can show any of the
/// units to others.
///
/// @param payload what was recorded
/// @param bytes the opened form
public record OpenedPayload(Payload payload, byte[] bytes) {
    /// Of a record without a payload.
    public static final OpenedPayload NONE = new OpenedPayload(Payload.NONE, new byte[0]);

    /// Longest opened form, in bytes.
    public static final int BYTES_MAX = UnitTree.SEED_BYTES + PayloadCodec.BYTES_MAX;

    byte[] seed() {
        return Arrays.copyOf(bytes, UnitTree.SEED_BYTES);
    }

    /// Its units, of a record that has a payload.
    public PayloadCodec.Units units() {
        try {
            return PayloadCodec.units(Arrays.copyOfRange(bytes, UnitTree.SEED_BYTES, bytes.length));
        } catch (Malformed e) {
            throw new IllegalStateException("A payload that was opened has units", e);
        }
    }

    static byte[] bytes(byte[] seed, byte[] payload) {
        byte[] bytes = Arrays.copyOf(seed, seed.length + payload.length);
        System.arraycopy(payload, 0, bytes, seed.length, payload.length);
        return bytes;
    }

    /// Opens what lies in the vault. Empty if it is not what the commitment says: sealed with
    /// another key or for another session, changed, too long, or of another root.
    public static Optional<OpenedPayload> of(
            SessionId session, byte[] sealed, DataKey key, int units, String root) {
        return key.open(session, sealed)
                .flatMap(plain -> Compression.decompressed(plain, BYTES_MAX))
                .flatMap(bytes -> read(bytes, units, root));
    }

    /// Reads the opened form, wherever it comes from. Empty if it does not have the root.
    ///
    /// @param units how many there must be
    /// @param root lower-case hex
    public static Optional<OpenedPayload> read(byte[] bytes, int units, String root) {
        if (bytes.length < UnitTree.SEED_BYTES || bytes.length > BYTES_MAX) {
            return Optional.empty();
        }
        byte[] seed = Arrays.copyOf(bytes, UnitTree.SEED_BYTES);
        byte[] stored = Arrays.copyOfRange(bytes, UnitTree.SEED_BYTES, bytes.length);
        try {
            PayloadCodec.Units found = PayloadCodec.units(stored);
            return found.count() == units
                            && HexFormat.of().formatHex(UnitTree.root(seed, found)).equals(root)
                    ? Optional.of(new OpenedPayload(PayloadCodec.read(stored), bytes))
                    : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
