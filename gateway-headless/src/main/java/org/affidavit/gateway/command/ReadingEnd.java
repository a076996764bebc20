package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Path;
import org.affidavit.sessionlog.LogEnding;
import org.affidavit.sessionlog.SessionLogReader;

/// Says how far a log could be read, after what was read of it: a part is never to be taken for the
/// whole.
record ReadingEnd(Path log, Terminal terminal) {
    private static final int LOOKS = 5;
    private static final int BETWEEN_MILLIS = 20;

    /// @return what the command ends with
    ExitCode tell(SessionLogReader reader) throws IOException {
        return tell(settled(reader));
    }

    /// A write that is being made now is whole a moment later; one that a crash cut short never is.
    static LogEnding settled(SessionLogReader reader) throws IOException {
        LogEnding ending = reader.ending();
        for (int look = 1; look < LOOKS && ending instanceof LogEnding.CutShort; look++) {
            try {
                Thread.sleep(BETWEEN_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return ending;
            }
            ending = reader.ending();
        }
        return ending;
    }

    private ExitCode tell(LogEnding ending) {
        return switch (ending) {
            case LogEnding.Whole() -> {
                terminal.err().println("Read, not verified. To check the log: " + verify());
                yield ExitCode.OK;
            }
            case LogEnding.CutShort(long records, long bytes) -> {
                terminal.err()
                        .println(
                                "affidavit: TORN: after "
                                        + records
                                        + " whole records lie "
                                        + bytes
                                        + " bytes of a write that is not whole, as a crash leaves"
                                        + " them.");
                terminal.err().println("  They are not shown or searched. Run: " + verify());
                yield ExitCode.TORN;
            }
            case LogEnding.Altered(long record, String what) -> {
                terminal.err()
                        .println(
                                "affidavit: ALTERED: the log cannot be read at record "
                                        + record
                                        + ": "
                                        + Visible.line(what)
                                        + ".");
                terminal.err()
                        .println(
                                "  What follows is not shown or searched, so sessions and"
                                        + " commands are missing here. Run: "
                                        + verify());
                yield ExitCode.ALTERED;
            }
        };
    }

    private String verify() {
        return "affidavit verify " + log;
    }
}
