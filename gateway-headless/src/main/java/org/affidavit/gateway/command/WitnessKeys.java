package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.anchor.Cosigner;

/// Files with the public keys of witnesses, one a line, `#` before what is for people.
final class WitnessKeys {
    private static final int BYTES_MAX = 64 << 10;

    private WitnessKeys() {}

    static List<Cosigner> read(List<Path> files) throws CommandFailed, IOException {
        List<Cosigner> keys = new ArrayList<>();
        for (Path file : files) {
            if (Files.size(file) > BYTES_MAX) {
                throw notKeys(file);
            }
            try {
                Files.readString(file)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .map(Cosigner::parse)
                        .forEach(keys::add);
            } catch (IllegalArgumentException | MalformedInputException _) {
                throw notKeys(file);
            }
        }
        return keys;
    }

    private static CommandFailed notKeys(Path file) {
        return new CommandFailed(
                ExitCode.FAILED,
                file + " does not hold the public keys of witnesses.",
                "Such a key is one line: name+id+base64. `affidavit witness init` wrote one to"
                        + " witness.vkey.");
    }
}
