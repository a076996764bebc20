package org.affidavit.sessionlog.key;

/// A public key that checks checkpoints: the C2SP vkey `name+hash+base64(type || key)`.
///
/// @param name the key's name, equal to the log's origin
/// @param id four bytes, lower-case hex
/// @param vkey the whole line
public record VerifierKey(String name, String id, String vkey) {
    /// @throws IllegalArgumentException if this is not a vkey of a known type or its id does not
    ///   match
    public static VerifierKey parse(String vkey) {
        throw new UnsupportedOperationException();
    }
}
