package org.affidavit.sessionlog.key;

import java.nio.file.Path;
import org.affidavit.sessionlog.LogFailure;

/// The gateway's signing key for checkpoints: Ed25519. Its text form never shows the private part.
public final class LogSigner {
    private LogSigner() {}

    /// Makes a new key and writes it as PKCS#8 PEM, readable by the owner only. Never overwrites.
    public static LogSigner create(Path privateKey, String name) throws LogFailure {
        throw new UnsupportedOperationException();
    }

    /// Loads a key written by [#create].
    public static LogSigner load(Path privateKey, String name) throws LogFailure {
        throw new UnsupportedOperationException();
    }

    /// The public half.
    public VerifierKey verifierKey() {
        throw new UnsupportedOperationException();
    }
}
