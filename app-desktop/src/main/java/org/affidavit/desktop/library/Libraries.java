package org.affidavit.desktop.library;

import java.io.IOException;
import java.nio.file.Path;

/// Opens logs.
@FunctionalInterface
public interface Libraries {
    Library open(Path folder) throws IOException;
}
