package org.affidavit.desktop.integrity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Verifies a log.
@FunctionalInterface
public interface LogCheck {
    /// What came of it.
    ///
    /// @param cosigned the user's own signature under the checkpoint that was found to hold
    record Outcome(VerificationReport report, Optional<Cosigned> cosigned) {
        /// Nobody cosigned.
        public static Outcome of(VerificationReport report) {
            return new Outcome(report, Optional.empty());
        }
    }

    /// @throws java.util.concurrent.CancellationException if progress answered false
    Outcome verify(Path folder, List<VerifierKey> trusted, SessionLogVerifier.Progress progress)
            throws IOException;
}
