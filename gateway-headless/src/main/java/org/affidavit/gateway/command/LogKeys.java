package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.key.VerifierKey;

/// The public keys that a log is checked with, and where they came from.
///
/// @param files the files they were read from
/// @param named true when the caller named them; false when they lay beside the log
record LogKeys(List<VerifierKey> keys, List<Path> files, boolean named) {
    private static final String BESIDE = "log.vkey";
    private static final int BYTES_MAX = 64 << 10;

    LogKeys {
        keys = List.copyOf(keys);
        files = List.copyOf(files);
    }

    /// Reads the named keys, or the one beside the log's folder.
    static LogKeys read(List<Path> named, Path log) throws CommandFailed, IOException {
        if (!named.isEmpty()) {
            return named(named);
        }
        Path beside = log.toAbsolutePath().normalize().resolveSibling(BESIDE);
        if (!Files.exists(beside)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "No key is named, and there is no " + BESIDE + " beside the log's folder.",
                    "Name the key that the gateway's operator gave you: --key FILE");
        }
        return read(List.of(beside), false);
    }

    /// Reads keys that the caller named.
    static LogKeys named(List<Path> files) throws CommandFailed, IOException {
        return read(files, true);
    }

    private static LogKeys read(List<Path> files, boolean named) throws CommandFailed, IOException {
        List<VerifierKey> keys = new ArrayList<>();
        for (Path file : files) {
            if (Files.size(file) > BYTES_MAX) {
                throw notKey(file);
            }
            try {
                Files.readString(file)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .map(VerifierKey::parse)
                        .forEach(keys::add);
            } catch (IllegalArgumentException | java.nio.charset.MalformedInputException _) {
                throw notKey(file);
            }
        }
        if (keys.isEmpty()) {
            throw notKey(files.getFirst());
        }
        return new LogKeys(keys, files, named);
    }

    private static CommandFailed notKey(Path file) {
        return new CommandFailed(
                ExitCode.FAILED,
                file + " does not hold the public key of a log.",
                "Such a key is one line: name+id+base64. `affidavit init` wrote one to log.vkey.");
    }
}
