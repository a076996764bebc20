package org.affidavit.sessionlog.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which vault files a verification that was cut short had found to hold what their records commit
/// to, so that the next one need not read them again.
///
/// A note names the records by their root and the file by what its file system says of it. It is
/// taken only for exactly these records and while that is the same, so whoever changes either has
/// the file read again; only who can write to the disk below its file system, or to these notes,
/// can make a verifier pass a changed file over. They belong where only the verifier's user writes.
///
/// ```
/// notes = *( first SP end SP root SP stamp SP time LF )      a line for a file, the last one counts
/// ```
final class VaultNotes {
    private static final int BYTES_MAX = 64 << 20;

    private final Path file;
    private final Clock clock;
    private final Map<Long, Note> notes;
    private long taken;
    private Instant since = Instant.MAX;

    /// The records are not those that something was noted of.
    static final class Stale extends RuntimeException {
        @java.io.Serial private static final long serialVersionUID = 1;

        Stale() {
            super(null, null, false, false);
        }
    }

    /// @param first index of the file's first record
    /// @param end index behind its last
    /// @param root over the log up to there, lower-case hex
    /// @param stamp see [FileStamp]
    /// @param at when it had been read
    record Note(long first, long end, String root, String stamp, Instant at) {
        private String line() {
            return String.join(
                    " ", Long.toString(first), Long.toString(end), root, stamp, at + "\n");
        }

        private static Optional<Note> read(String line) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 5) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        new Note(
                                Long.parseLong(parts[0]),
                                Long.parseLong(parts[1]),
                                parts[2],
                                parts[3],
                                Instant.parse(parts[4])));
            } catch (IllegalArgumentException | DateTimeException e) {
                // Half a line is what a verification leaves that was killed: that file is read.
                return Optional.empty();
            }
        }
    }

    private VaultNotes(Path file, Clock clock, Map<Long, Note> notes) {
        this.file = file;
        this.clock = clock;
        this.notes = notes;
    }

    /// @param where the file need not be there
    static VaultNotes open(Outside.Notes where) throws IOException {
        Path file = where.file();
        var notes = new HashMap<Long, Note>();
        try {
            if (Files.size(file) <= BYTES_MAX) {
                for (String line : Files.readString(file, ISO_8859_1).split("\n", -1)) {
                    Note.read(line).ifPresent(note -> notes.put(note.first(), note));
                }
            }
        } catch (NoSuchFileException nothing) {
            // The first verification of this log, or the last one came to its end.
        }
        return new VaultNotes(file, where.clock(), notes);
    }

    /// What is noted of a file, if it is still as it was then.
    Optional<Note> take(long first, Optional<String> stamp) {
        Optional<Note> note =
                Optional.ofNullable(notes.get(first))
                        .filter(noted -> Optional.of(noted.stamp()).equals(stamp));
        note.ifPresent(noted -> {
            taken++;
            since = noted.at().isBefore(since) ? noted.at() : since;
        });
        return note;
    }

    /// Words to add to a sentence on what was checked.
    String words() {
        return taken == 0
                ? ""
                : "; "
                        + Counts.of(taken, "vault file")
                        + " of them read since "
                        + since.truncatedTo(ChronoUnit.SECONDS)
                        + " by a verification that was cut short, and unchanged by what the file"
                        + " system says";
    }

    /// Notes that a file holds exactly what its records commit to.
    void add(long first, long end, String root, String stamp) throws IOException {
        var note = new Note(first, end, root, stamp, clock.instant());
        Files.write(file, note.line().getBytes(US_ASCII), CREATE, APPEND);
    }

    /// Takes back everything: it was noted of other records, or nobody needs it any more.
    void forget() throws IOException {
        notes.clear();
        Files.deleteIfExists(file);
    }
}
