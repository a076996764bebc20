package org.affidavit.gateway.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.vault.ReadingKeys;
import picocli.CommandLine.Option;

/// With which private keys a command opens what was recorded.
final class ReaderOption {
    @Option(
            names = "--reader-key",
            paramLabel = "FILE",
            description =
                    "A private key that opens what was recorded; give it again for more. Default:"
                            + " reader.jwk or keys/reader.jwk beside the log's folder, if it is"
                            + " there. Without one, commands, results and agents' names stay"
                            + " sealed.")
    private List<Path> files = new ArrayList<>();

    /// The keys meant; none if none is named and none lies beside the log.
    ReadingKeys keys(Path log) throws LogFailure {
        return files.isEmpty()
                ? ReadingKeys.read(ReadingKeys.beside(log).stream().toList())
                : ReadingKeys.read(files);
    }

    /// Whether somebody asked for one by name.
    boolean isNamed() {
        return !files.isEmpty();
    }
}
