package org.affidavit.gateway.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.affidavit.sessionlog.encode.Disclosure;

/// Tells a log's folder from what is taken for one, before anything is said of keys or evidence.
final class LogFolder {
    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    private static final int BEGINNING_BYTES = 64;

    /// A damaged log may lack any of these, but hardly all.
    private static final List<String> PARTS =
            List.of("segments", "vault", "checkpoints", "checkpoint");

    private LogFolder() {}

    static void check(Path folder) throws CommandFailed, IOException {
        if (!Files.exists(folder)) {
            throw none(
                    "There is no folder " + folder + ".",
                    "The gateway makes its log when it first runs: affidavit run --config FILE");
        }
        if (!Files.isDirectory(folder)) {
            if (folder.toString().endsWith(ProofCommand.ENDING)) {
                throw none(
                        folder + " is the proof of one record, not a log.",
                        "Check it: affidavit proof verify " + folder + " --key FILE");
            }
            if (isDisclosure(folder)) {
                throw none(
                        folder + " shows parts of one record; it is not a log.",
                        "Check it: affidavit disclose verify " + folder + " --key FILE");
            }
            throw isPdf(folder)
                    ? none(
                            folder + " is a PDF, not a log.",
                            "If it is a packet: affidavit packet verify " + folder)
                    : none(folder + " is a file, not a log.", "Name the log's folder.");
        }
        if (!isLog(folder)) {
            throw none(
                    folder + " holds no log, so nothing was checked.",
                    inside(folder)
                            .map(log -> "Did you mean " + log + "?")
                            .findFirst()
                            .orElse("Name the folder that has `segments` in it."));
        }
    }

    private static boolean isLog(Path folder) {
        return PARTS.stream().anyMatch(part -> Files.exists(folder.resolve(part)));
    }

    private static Stream<Path> inside(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(LogFolder::isLog).sorted().toList().stream();
        }
    }

    private static boolean isPdf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(PDF.length), PDF);
        }
    }

    private static boolean isDisclosure(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Disclosure.isOne(in.readNBytes(BEGINNING_BYTES));
        }
    }

    private static CommandFailed none(String what, String next) {
        return new CommandFailed(ExitCode.NOT_FOUND, what, next);
    }
}
