package org.affidavit.desktop.library;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.affidavit.index.IndexFolders;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult;
import org.affidavit.index.SessionIndex;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.transcript.Transcripts;

/// A log on disk, live or copied, with its index beside the user's other caches. The log itself is
/// only read.
///
/// Reading sessions takes turns, because the reader remembers where they lie; searching does not
/// wait for it.
public final class LiveLibrary implements Library {
    private final Path folder;
    private final List<VerifierKey> trusted;
    private final SessionLogReader reader;
    private final Transcripts transcripts;
    private final SessionIndex index;
    private long seen;

    private LiveLibrary(
            Path folder, List<VerifierKey> trusted, SessionLogReader reader, SessionIndex index) {
        this.folder = folder;
        this.trusted = List.copyOf(trusted);
        this.reader = reader;
        this.transcripts = new Transcripts(reader);
        this.index = index;
    }

    /// Opens a log and brings its index up to date.
    ///
    /// @param indexes where this user keeps the indexes of logs
    /// @param trusted keys that may have signed the log
    public static LiveLibrary open(
            Path folder, IndexFolders indexes, List<VerifierKey> trusted, Clock clock)
            throws IOException {
        var reader = SessionLogReader.open(folder);
        try {
            var index = SessionIndex.kept(indexes, folder, reader, clock);
            var library = new LiveLibrary(folder, trusted, reader, index);
            return library.broughtUpToDate();
        } catch (IOException | RuntimeException failed) {
            reader.close();
            throw failed;
        }
    }

    /// Lets go of the index when it cannot be, so that the next attempt finds it free.
    private LiveLibrary broughtUpToDate() throws IOException {
        try {
            refresh();
            return this;
        } catch (IOException | RuntimeException failed) {
            index.close();
            throw failed;
        }
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String origin() {
        return reader.origin();
    }

    @Override
    public List<VerifierKey> trusted() {
        return trusted;
    }

    @Override
    public synchronized List<SessionSummary> sessions() throws IOException {
        return transcripts.sessions().reversed();
    }

    @Override
    public synchronized Optional<Transcript> transcript(SessionId session) throws IOException {
        return transcripts.transcript(session);
    }

    @Override
    public SearchResult search(String query, int sessionsMax) throws IOException, QueryProblem {
        return index.search(query, sessionsMax);
    }

    @Override
    public synchronized boolean refresh() throws IOException {
        long size = reader.size();
        if (size == seen) {
            return false;
        }
        index.follow(_ -> {});
        seen = size;
        return true;
    }

    @Override
    public synchronized void close() throws IOException {
        index.close();
        reader.close();
    }
}
