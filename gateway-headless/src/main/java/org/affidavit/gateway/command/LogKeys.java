package org.affidavit.gateway.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.key.VerifierKey;

/// The public keys that a log is checked with, and where they came from.
///
/// @param files the files they were read from
/// @param named true when the caller named them; false when they lay beside the log
record LogKeys(List<VerifierKey> keys, List<Path> files, boolean named) {
    private static final String BESIDE = "log.vkey";

    LogKeys {
        keys = List.copyOf(keys);
        files = List.copyOf(files);
    }

    /// Reads the named keys, or the one beside the log's folder.
    static LogKeys read(List<Path> named, Path log) throws CommandFailed {
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

    /// Reads the named keys, or the one that lies in a bundle.
    static LogKeys forBundle(List<Path> named, Path bundle) throws CommandFailed {
        if (!named.isEmpty()) {
            return named(named);
        }
        Path inside = bundle.resolve(BESIDE);
        if (!Files.exists(inside)) {
            throw new CommandFailed(
                    ExitCode.NOT_FOUND,
                    "No key is named for " + bundle + ".",
                    "Name the key that the gateway's operator gave you: --key FILE");
        }
        return read(List.of(inside), false);
    }

    /// Reads keys that the caller named.
    static LogKeys named(List<Path> files) throws CommandFailed {
        return read(files, true);
    }

    private static LogKeys read(List<Path> files, boolean named) throws CommandFailed {
        List<VerifierKey> keys = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new CommandFailed(
                        ExitCode.NOT_FOUND, file + " does not exist.", "Check the path.");
            }
            if (!Files.isReadable(file)) {
                throw new CommandFailed(
                        ExitCode.NOT_ALLOWED,
                        "This user may not read " + file + ".",
                        "Run it as the user that owns the file.");
            }
            try {
                keys.addAll(VerifierKey.readAll(file));
            } catch (LogFailure _) {
                throw notKey(file);
            }
        }
        return new LogKeys(keys, files, named);
    }

    private static CommandFailed notKey(Path file) {
        return new CommandFailed(
                ExitCode.FAILED,
                file + " does not hold the public key of a log.",
                "Such a key is one or two lines: name+id+base64. `affidavit init` wrote one to"
                        + " log.vkey.");
    }
}
