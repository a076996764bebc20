package org.affidavit.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.affidavit.index.lucene.FrameStore;
import org.affidavit.index.query.Query;
import org.affidavit.index.query.QueryReader;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.LogRecord;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.GatewayEvent.PayloadErased;
import org.affidavit.sessionlog.event.SessionEvent;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.transcript.Transcripts;
import org.affidavit.sessionlog.tree.CompactRange;
import org.affidavit.sessionlog.tree.TreeHash;

/// The index of one log: one document a frame, with its session's fields beside it.
///
/// Follows a growing log and may be deleted at any time. It names the log it was built from
/// (origin, and the Merkle root over all records it read) and with which readers' keys, and is
/// built anew when that does not match. It holds what those keys opened, in clear. Safe for any
/// thread.
public final class SessionIndex implements AutoCloseable {
    private static final String ORIGIN = "origin";
    private static final String NEXT = "next";
    private static final String READERS = "readers";
    private static final String UNREADABLE = "unreadable";
    private static final System.Logger LOG = System.getLogger(SessionIndex.class.getName());
    private static final String ROOT = "root";

    private final FrameStore store;
    private final SessionLogReader log;
    private final Transcripts transcripts;
    private final Clock clock;
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private final Optional<Path> scratch;
    private CompactRange tree = new CompactRange();
    private volatile long next;
    private boolean erased;

    private SessionIndex(
            FrameStore store, SessionLogReader log, Clock clock, Optional<Path> scratch) {
        this.store = store;
        this.log = log;
        this.transcripts = new Transcripts(log);
        this.clock = clock;
        this.scratch = scratch;
    }

    /// Opens the index that this user keeps of a log. Where none can be kept, or another program
    /// holds it, one is built that lasts until it is closed.
    public static SessionIndex kept(
            IndexFolders folders, Path logFolder, SessionLogReader log, Clock clock)
            throws IOException {
        Optional<Path> kept = folders.of(logFolder, log.origin());
        if (kept.isPresent()) {
            try {
                return open(kept.get(), log, clock);
            } catch (IOException unusable) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The index in {0} cannot be used now, so one is built for this time: {1}",
                        kept.get(),
                        unusable.getMessage());
            }
        }
        return scratch(log, clock);
    }

    /// An index that rests on nothing but the log: built now, removed when it is closed.
    public static SessionIndex scratch(SessionLogReader log, Clock clock) throws IOException {
        Path folder = Scratch.make();
        return open(folder, log, clock, Optional.of(folder));
    }

    /// Opens or creates the index in a folder of its own, which nobody else may write.
    static SessionIndex open(Path folder, SessionLogReader log, Clock clock) throws IOException {
        return open(folder, log, clock, Optional.empty());
    }

    private static SessionIndex open(
            Path folder, SessionLogReader log, Clock clock, Optional<Path> scratch)
            throws IOException {
        var index = new SessionIndex(FrameStore.open(folder), log, clock, scratch);
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
        if (log.origin().equals(data.get(ORIGIN))
                && log.readers().equals(data.get(READERS))
                && indexed >= 0
                && indexed <= log.size()) {
            CompactRange now = log.tree(indexed);
            if (hex(now).equals(data.get(ROOT))) {
                tree = now;
                next = indexed;
                unreadable.addAll(Arrays.asList(data.getOrDefault(UNREADABLE, "").split(" ", -1)));
                unreadable.remove("");
                return;
            }
        }
        store.clear();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOurs) {
            return -1;
        }
    }

    private static String hex(CompactRange tree) {
        return HexFormat.of().formatHex(tree.root());
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
            index(session);
            done++;
            progress.accept(next + (end - next) * done / (grown.size() + 1));
        }
        if (erased) {
            store.purge();
            erased = false;
        }
        store.commit(
                Map.of(
                        ORIGIN,
                        log.origin(),
                        NEXT,
                        String.valueOf(end),
                        ROOT,
                        hex(tree),
                        READERS,
                        log.readers(),
                        UNREADABLE,
                        String.join(" ", unreadable)));
        next = end;
        progress.accept(end);
    }

    /// One damaged payload must not keep people from the other sessions, nor from verifying.
    private void index(SessionId session) throws IOException {
        try {
            Optional<Transcript> transcript = transcripts.transcript(session);
            if (transcript.isPresent()) {
                store.replace(transcript.get());
            }
            unreadable.remove(session.value());
        } catch (LogFailure damaged) {
            LOG.log(System.Logger.Level.WARNING, "Session " + session + " cannot be read", damaged);
            unreadable.add(session.value());
        }
    }

    /// Sessions whose records could not be read, so that no search finds them: verify the log.
    public Set<SessionId> unreadable() {
        return unreadable.stream().map(SessionId::new).collect(Collectors.toUnmodifiableSet());
    }

    private boolean noteSession(LogRecord record, Set<SessionId> grown) {
        // After a run that was stopped, records come a second time.
        if (record.index() == tree.size()) {
            tree.append(TreeHash.leaf(record.leaf()));
        }
        if (record.event() instanceof SessionEvent event) {
            grown.add(event.session());
        } else if (record.event() instanceof PayloadErased order) {
            // What was read of it before must not be found any more.
            grown.add(order.session());
            erased = true;
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
                unreadable.size(),
                understood.words());
    }

    @Override
    public void close() throws IOException {
        store.close();
        if (scratch.isPresent()) {
            Scratch.remove(scratch.get());
        }
    }
}
