package org.affidavit.gateway.command;

import java.time.Duration;
import java.util.Locale;
import org.affidavit.sessionlog.verify.SessionLogVerifier.Progress;

/// One line on a terminal that says how far a verification got; nothing where no person looks.
final class VerifyProgress implements Progress {
    private static final long EVERY_NANOS = Duration.ofMillis(200).toNanos();
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private long nextNanos = System.nanoTime() + EVERY_NANOS;
    private boolean shown;

    VerifyProgress(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public boolean at(long records, long bytesDone, long bytesTotal) {
        if (terminal.interactive() && System.nanoTime() - nextNanos >= 0) {
            nextNanos = System.nanoTime() + EVERY_NANOS;
            shown = true;
            terminal.err()
                    .printf(
                            Locale.ROOT,
                            "%s%3d %%  %,d records, %,d of %,d MiB",
                            CLEAR,
                            100 * bytesDone / Math.max(1, bytesTotal),
                            records,
                            bytesDone >> 20,
                            bytesTotal >> 20)
                    .flush();
        }
        return true;
    }

    /// Leaves the line empty for what comes next.
    void done() {
        if (shown) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }
}
