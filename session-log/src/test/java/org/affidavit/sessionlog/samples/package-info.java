/// Logs to test with, shipped in the test-jar: made by the real writer, with real wire bytes.
///
/// Start at [SampleLogs].
@NullMarked
package org.affidavit.sessionlog.samples;

import org.jspecify.annotations.NullMarked;
