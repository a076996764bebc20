package org.affidavit.desktop.library;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.desktop.words.Words;
import org.affidavit.index.IndexFolders;
import org.affidavit.index.QueryProblem;
import org.affidavit.index.SearchResult;
import org.affidavit.index.SessionIndex;
import org.affidavit.sessionlog.LogEnding;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.SessionLogReader;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.transcript.Transcripts;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// A log on disk, live or copied, with its index beside the user's other caches. The log itself is
/// only read.
///
/// Nothing waits until the index is up to date: sessions are listed from the log itself, and a
/// search says how much of the log it covered.
public final class LiveLibrary implements Library {
    private final Path folder;
    private final List<VerifierKey> trusted;
    private final ReadingKeys readers;
    private final SessionLogReader reader;
    private final Transcripts transcripts;
    private final SessionIndex index;
    private long seen;

    private LiveLibrary(
            Path folder,
            List<VerifierKey> trusted,
            ReadingKeys readers,
            SessionLogReader reader,
            SessionIndex index) {
        this.folder = folder;
        this.trusted = List.copyOf(trusted);
        this.readers = readers;
        this.reader = reader;
        this.transcripts = new Transcripts(reader);
        this.index = index;
    }

    /// Opens a log. Its index is brought up to date by [#refresh], which may take long.
    ///
    /// @param indexes where this user keeps the indexes of logs
    /// @param trusted keys that may have signed the log
    /// @param readers keys that open what was recorded
    /// @return a [DamagedLibrary] if there is a log that was altered so that it cannot be read
    public static Library open(
            Path folder,
            IndexFolders indexes,
            List<VerifierKey> trusted,
            ReadingKeys readers,
            Clock clock)
            throws IOException {
        try {
            var reader = SessionLogReader.open(folder, readers);
            var index = SessionIndex.kept(indexes, folder, reader, clock);
            return new LiveLibrary(folder, trusted, readers, reader, index);
        } catch (LogFailure failed) {
            if (failed.isAlteration()) {
                return new DamagedLibrary(folder, trusted, failed);
            }
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
    public ReadingKeys readers() {
        return readers;
    }

    @Override
    public List<SessionSummary> sessions() throws IOException {
        return transcripts.sessions().reversed();
    }

    @Override
    public Set<SessionId> unreadable() {
        return index.unreadable();
    }

    @Override
    public LogEnding ending() throws IOException {
        try {
            return reader.ending();
        } catch (LogFailure failed) {
            if (failed.isAlteration()) {
                return new LogEnding.Altered(reader.size(), Words.problem(failed));
            }
            throw failed;
        }
    }

    @Override
    public Optional<Transcript> transcript(SessionId session) throws IOException {
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
