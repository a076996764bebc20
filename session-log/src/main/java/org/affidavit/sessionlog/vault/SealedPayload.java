package org.affidavit.sessionlog.vault;

import java.util.HexFormat;
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

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(TreeHash.sha256().digest(bytes));
    }
}
