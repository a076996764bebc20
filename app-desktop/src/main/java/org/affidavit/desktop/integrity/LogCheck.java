package org.affidavit.desktop.integrity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.verify.SessionLogVerifier;
import org.affidavit.sessionlog.verify.VerificationReport;

/// Verifies a log.
@FunctionalInterface
public interface LogCheck {
    /// @throws java.util.concurrent.CancellationException if progress answered false
    VerificationReport verify(
            Path folder, List<VerifierKey> trusted, SessionLogVerifier.Progress progress)
            throws IOException;
}
