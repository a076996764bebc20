package org.affidavit.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult;
import org.affidavit.index.SessionIndex;
import org.affidavit.sessionlog.SessionLogReader;

/// A log with its index, kept up to date on every search.
///
/// The index lies beside the log's folder, never inside it. Where nothing may be written there,
/// such as on an auditor's read-only copy, it is made anew elsewhere and removed afterwards.
final class LogSearch implements AutoCloseable {
    private final SessionLogReader log;
    private final SessionIndex index;
    private final Optional<Path> scratch;

    private LogSearch(SessionLogReader log, SessionIndex index, Optional<Path> scratch) {
        this.log = log;
        this.index = index;
        this.scratch = scratch;
    }

    static LogSearch open(Path folder, Terminal terminal) throws IOException {
        Path whole = folder.toAbsolutePath().normalize();
        Path beside = whole.resolveSibling(whole.getFileName() + ".index");
        SessionLogReader log = SessionLogReader.open(folder);
        try {
            Optional<Path> scratch =
                    writable(beside)
                            ? Optional.empty()
                            : Optional.of(Files.createTempDirectory("affidavit-index"));
            return new LogSearch(
                    log, SessionIndex.open(scratch.orElse(beside), log, terminal.clock()), scratch);
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private static boolean writable(Path folder) {
        try {
            if (!Files.exists(folder)) {
                Files.createDirectory(folder, OwnerOnly.folder());
            }
            return Files.isWritable(folder);
        } catch (IOException _) {
            return false;
        }
    }

    SessionLogReader log() {
        return log;
    }

    SearchResult find(String query, int sessionsMax) throws IOException, QueryProblem {
        index.follow(_ -> {});
        return index.search(query, sessionsMax);
    }

    @Override
    public void close() throws IOException {
        try (log) {
            index.close();
            if (scratch.isPresent()) {
                remove(scratch.get());
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // Gone already, which is what was wanted.
        }
    }
}
