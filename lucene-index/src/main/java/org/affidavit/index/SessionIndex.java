package org.affidavit.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.affidavit.index.lucene.FrameStore;
import org.affidavit.index.query.Query;
import org.affidavit.index.query.QueryReader;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.transcript.Transcripts;

/// The index of one log: one document a frame, with its session's fields beside it.
///
/// Follows a growing log and may be deleted at any time. It names the log it was built from
/// (origin, and the hash of the last record it read) and is built anew when that does not match.
/// Safe for any thread.
public final class SessionIndex implements AutoCloseable {
    private static final String ORIGIN = "origin";
    private static final String NEXT = "next";
    private static final String LAST = "last";

    private final FrameStore store;
    private final SessionLogReader log;
    private final Transcripts transcripts;
    private final Clock clock;
    private volatile long next;

    private SessionIndex(FrameStore store, SessionLogReader log, Clock clock) {
        this.store = store;
        this.log = log;
        this.transcripts = new Transcripts(log);
        this.clock = clock;
    }

    /// Opens or creates the index in a folder of its own, outside the log.
    public static SessionIndex open(Path folder, SessionLogReader log, Clock clock)
            throws IOException {
        var index = new SessionIndex(FrameStore.open(Files.createDirectories(folder)), log, clock);
        try {
            index.resume();
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
        return index;
    }

    /// Goes on where the last commit ended, if it was made from this very log.
    private void resume() throws IOException {
        Map<String, String> data = store.commitData();
        long indexed = number(data.getOrDefault(NEXT, "0"));
        boolean same =
                log.origin().equals(data.get(ORIGIN))
                        && indexed >= 0
                        && indexed <= log.size()
                        && data.getOrDefault(LAST, "").equals(lastHash(indexed));
        if (same) {
            next = indexed;
        } else {
            store.clear();
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOurs) {
            return -1;
        }
    }

    private String lastHash(long upTo) throws IOException {
        if (upTo == 0) {
            return "";
        }
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(log.record(upTo - 1).leaf()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// Reads what the log gained since the last call. The listener hears the number of records
    /// indexed. Safe to interrupt: what was committed stays.
    public synchronized void follow(LongConsumer progress) throws IOException {
        Set<SessionId> grown = new LinkedHashSet<>();
        long end = log.forEach(next, record -> noteSession(record, grown));
        if (end == next) {
            return;
        }
        long done = 0;
        for (SessionId session : grown) {
            Optional<Transcript> transcript = transcripts.transcript(session);
            if (transcript.isPresent()) {
                store.replace(transcript.get());
            }
            done++;
            progress.accept(next + (end - next) * done / (grown.size() + 1));
        }
        store.commit(Map.of(ORIGIN, log.origin(), NEXT, String.valueOf(end), LAST, lastHash(end)));
        next = end;
        progress.accept(end);
    }

    private static boolean noteSession(LogRecord record, Set<SessionId> grown) {
        if (record.event() instanceof SessionEvent event) {
            grown.add(event.session());
        }
        return true;
    }

    /// Finds sessions that have a frame the query matches, newest session first.
    ///
    /// @throws QueryProblem if the query cannot be read; it says where and what to write instead
    public SearchResult search(String query, int sessionsMax) throws IOException, QueryProblem {
        Query understood = QueryReader.read(query, clock.instant());
        FrameStore.Found found = store.find(understood, sessionsMax);
        return new SearchResult(
                found.sessions(),
                found.sessionCount(),
                found.frameCount(),
                next,
                log.size(),
                understood.words());
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
