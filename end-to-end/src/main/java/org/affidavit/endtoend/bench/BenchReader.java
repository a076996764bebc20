package org.affidavit.endtoend.bench;

import java.nio.file.Path;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.vault.ReaderKey;
import org.affidavit.sessionlog.vault.Recipients;

/// The one for whom a benchmark's payloads are sealed, as they are in earnest.
final class BenchReader {
    private BenchReader() {}

    /// Makes the reader's keys in a folder.
    static Recipients in(Path folder) throws LogFailure {
        Path open = folder.resolve("reader.pub.jwk");
        ReaderKey.create("bench", folder.resolve("reader.jwk"), open);
        return Recipients.read(List.of(open));
    }
}
