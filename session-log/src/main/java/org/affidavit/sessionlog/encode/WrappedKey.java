package org.affidavit.sessionlog.encode;

import java.util.ArrayList;
import java.util.List;

/// A data key, wrapped for those who may read with it: RFC 7516 JWE in the general JSON
/// serialization, also for one recipient.
///
/// ```
/// {"ciphertext":"…",                    the data key, 32 bytes, under a content key
///  "iv":"…",
///  "protected":"eyJhbGciOiJFQ0RILUVTK0EyNTZLVyIsImVuYyI6IkEyNTZHQ00ifQ",
///                                       {"alg":"ECDH-ES+A256KW","enc":"A256GCM"}
///  "recipients":[{"encrypted_key":"…",  the content key under the recipient's
///                 "header":{"epk":{"crv":"P-256","kty":"EC","x":"…","y":"…"},"kid":"auditor"}}],
///  "tag":"…"}
/// ```
///
/// All texts but `kid` are base64url, as JWE has them.
///
/// @param header the protected header
/// @param ciphertext base64url
/// @param iv base64url
/// @param tag base64url
public record WrappedKey(
        String header, String ciphertext, String iv, String tag, List<Share> shares) {
    /// Longest form, in bytes: some hundreds of recipients.
    public static final int BYTES_MAX = 256 << 10;

    public WrappedKey {
        shares = List.copyOf(shares);
    }

    /// The content key for one recipient.
    ///
    /// @param recipient id of the recipient's key
    /// @param x of the ephemeral public key
    /// @param y of the ephemeral public key
    public record Share(String recipient, String x, String y, String encryptedKey) {}

    /// @throws Malformed if a recipient's id has no UTF-8 form, or there are too many recipients
    public byte[] bytes() throws Malformed {
        var recipients = new ArrayList<Object>();
        for (Share share : shares) {
            recipients.add(fields(share).map());
        }
        byte[] bytes =
                CanonicalJson.write(
                        new Fields()
                                .put("ciphertext", ciphertext)
                                .put("iv", iv)
                                .put("protected", header)
                                .put("recipients", recipients)
                                .put("tag", tag)
                                .map());
        if (bytes.length > BYTES_MAX) {
            throw new Malformed("a wrapped key of " + bytes.length + " bytes: too many recipients");
        }
        return bytes;
    }

    private static Fields fields(Share share) {
        var epk =
                new Fields()
                        .put("crv", "P-256")
                        .put("kty", "EC")
                        .put("x", share.x())
                        .put("y", share.y());
        return new Fields()
                .put("encrypted_key", share.encryptedKey())
                .put("header", new Fields().put("epk", epk).put("kid", share.recipient()));
    }

    /// @throws Malformed if it is none, or has a field that is not known here
    public static WrappedKey read(byte[] bytes) throws Malformed {
        if (bytes.length > BYTES_MAX) {
            throw new Malformed("a wrapped key is too long");
        }
        FieldsIn in = FieldsIn.of(bytes);
        var shares = new ArrayList<Share>();
        for (FieldsIn recipient : in.objects("recipients")) {
            shares.add(share(recipient));
        }
        var key =
                new WrappedKey(
                        in.text("protected"),
                        in.text("ciphertext"),
                        in.text("iv"),
                        in.text("tag"),
                        shares);
        in.done();
        return key;
    }

    private static Share share(FieldsIn recipient) throws Malformed {
        FieldsIn header = recipient.object("header");
        FieldsIn epk = header.object("epk");
        if (!epk.text("crv").equals("P-256") || !epk.text("kty").equals("EC")) {
            throw new Malformed("a key is wrapped on another curve than P-256");
        }
        var share =
                new Share(
                        header.text("kid"),
                        epk.text("x"),
                        epk.text("y"),
                        recipient.text("encrypted_key"));
        epk.done();
        header.done();
        recipient.done();
        return share;
    }
}
