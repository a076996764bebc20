package org.affidavit.sessionlog.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.affidavit.sessionlog.key.VerifierKey;

/// Verifies a log, live or copied, with public keys only.
public final class SessionLogVerifier {
    private final List<VerifierKey> trusted;

    public SessionLogVerifier(List<VerifierKey> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /// Hears how far verification got.
    @FunctionalInterface
    public interface Progress {
        /// @return false to cancel
        boolean at(long records, long bytesDone, long bytesTotal);
    }

    /// Reads everything once and answers every check.
    ///
    /// @throws IOException if a file cannot be read at all
    /// @throws java.util.concurrent.CancellationException if progress answered false
    public VerificationReport verify(Path folder, Progress progress) throws IOException {
        throw new UnsupportedOperationException(folder + " " + trusted + progress);
    }
}
