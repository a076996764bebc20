package org.affidavit.desktop.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.affidavit.desktop.words.Words;
import org.affidavit.index.SearchResult;
import org.affidavit.sessionlog.LogEnding;
import org.affidavit.sessionlog.LogFailure;
import org.affidavit.sessionlog.event.SessionId;
import org.affidavit.sessionlog.key.VerifierKey;
import org.affidavit.sessionlog.transcript.SessionSummary;
import org.affidavit.sessionlog.transcript.Transcript;
import org.affidavit.sessionlog.vault.ReadingKeys;

/// A log that was altered so that not even its name can be read. It is open all the same, because
/// only verifying it tells what is wrong: whoever changes one byte must not keep people from that.
record DamagedLibrary(Path folder, List<VerifierKey> trusted, LogFailure failure)
        implements Library {
    DamagedLibrary {
        trusted = List.copyOf(trusted);
    }

    @Override
    public ReadingKeys readers() {
        return ReadingKeys.NONE;
    }

    @Override
    public String origin() {
        return folder.getFileName().toString();
    }

    @Override
    public List<SessionSummary> sessions() throws LogFailure {
        throw failure;
    }

    @Override
    public Set<SessionId> unreadable() {
        return Set.of();
    }

    @Override
    public LogEnding ending() {
        return new LogEnding.Altered(0, Words.problem(failure));
    }

    @Override
    public Optional<Transcript> transcript(SessionId session) throws LogFailure {
        throw failure;
    }

    @Override
    public SearchResult search(String query, int sessionsMax) throws LogFailure {
        throw failure;
    }

    @Override
    public boolean refresh() {
        return false;
    }

    @Override
    public void close() {}
}
