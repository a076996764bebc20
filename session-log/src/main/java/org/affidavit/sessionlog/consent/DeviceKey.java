package org.affidavit.sessionlog.consent;

import java.nio.file.Path;
import java.text.ParseException;
import org.affidavit.sessionlog.LogFailure;

/// An approver's own signing key: ECDSA P-256, kept as a private JWK readable by the owner only.
public final class DeviceKey {
    private DeviceKey() {}

    /// Loads the key, or makes it on first use.
    public static DeviceKey loadOrCreate(Path file) throws LogFailure {
        throw new UnsupportedOperationException();
    }

    /// The public half as JSON, for enrolment.
    public String publicJwk() {
        throw new UnsupportedOperationException();
    }

    /// RFC 7638 SHA-256 thumbprint of a public JWK, base64url.
    public static String thumbprint(String jwk) throws ParseException {
        throw new UnsupportedOperationException();
    }

    /// Signs a decision: compact JWS, `alg` ES256, `kid` the thumbprint, `typ`
    /// `affidavit-decision+jws`.
    public String sign(ConsentDecision decision) {
        throw new UnsupportedOperationException();
    }

    /// Checks a decision against an enrolled public key.
    ///
    /// @throws ParseException if it is malformed, of another type or algorithm, or not signed by
    ///   that key
    public static ConsentDecision verify(String jws, String jwk) throws ParseException {
        throw new UnsupportedOperationException();
    }
}
