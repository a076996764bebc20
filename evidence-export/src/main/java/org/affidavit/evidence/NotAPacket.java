package org.affidavit.evidence;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// A file that nobody can have meant: neither a packet nor a damaged one.
public final class NotAPacket extends IOException {
    @Serial private static final long serialVersionUID = 1;

    NotAPacket(Path file) {
        super(file + " is not a packet. Name the PDF that `affidavit packet build` wrote.");
    }
}
