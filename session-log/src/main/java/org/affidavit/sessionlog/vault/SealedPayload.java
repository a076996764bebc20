package org.affidavit.sessionlog.vault;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.affidavit.sessionlog.encode.Malformed;
import org.affidavit.sessionlog.encode.PayloadCodec;
import org.affidavit.sessionlog.encode.PayloadCodec.Cutter;
import org.affidavit.sessionlog.event.Payload;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.tree.TreeHash;

/// A payload as it lies in the vault, and what its record says of it.
///
/// ```
/// sealed = see DataKey
/// plain  = Zstandard frame of opened
/// opened = seed(32) payload            payload: see encode.PayloadCodec
/// ```
///
/// @param bytes what is stored
/// @param sha256 of these, lower-case hex
/// @param units how many the payload has
/// @param root over the units, lower-case hex
public record SealedPayload(byte[] bytes, String sha256, int units, String root) {
    /// Of a record that has none.
    public static final SealedPayload NONE = new SealedPayload(new byte[0], "", 0, "");

    static SealedPayload of(
            SessionId session,
            Payload payload,
            Cutter cutter,
            DataKey key,
            long number,
            SecureRandom random)
            throws Malformed {
        byte[] seed = new byte[UnitTree.SEED_BYTES];
        random.nextBytes(seed);
        PayloadCodec.Units units = PayloadCodec.write(payload, cutter);
        String root = HexFormat.of().formatHex(UnitTree.root(seed, units));
        byte[] opened = OpenedPayload.bytes(seed, units.bytes());
        byte[] sealed = key.seal(session, number, Compression.compressed(opened));
        return new SealedPayload(sealed, sha256(sealed), units.count(), root);
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(TreeHash.sha256().digest(bytes));
    }
}
